-- Formats citations for glossator/render/pandoc.py: one request a line of standard input, one answer a line of standard output,
-- both JSON. A request that fails answers with its error, and the worker goes on.

local CITE_ENDS = '\u{E001}'
local BETWEEN = '\u{E005}'

-- Gives inlines for a list of words.
local function words(list)
  local inlines = pandoc.Inlines {}
  for index, word in ipairs(list or {}) do
    if index > 1 then inlines:insert(pandoc.Space()) end
    inlines:insert(pandoc.Str(word))
  end
  return inlines
end

-- The locator stands behind its comma; the sign after it shows where the words for this cite end. A cite without either can
-- collapse with the one before, as "Doe 1990a, b" does.
local function citation(cite)
  local suffix = pandoc.Inlines {}
  if cite.locator and #cite.locator > 0 then
    suffix = pandoc.Inlines { pandoc.Str(','), pandoc.Space() } .. words(cite.locator)
  end
  if cite.ends then suffix:extend { pandoc.Space(), pandoc.Str(CITE_ENDS) } end
  return pandoc.Citation(cite.id, cite.mode, words(cite.prefix), suffix)
end

-- Notes become text in their place; spans that carry nothing go; links inside the link of a cite would nest.
local TIDY = {
  Note = function(note)
    return pandoc.Span(pandoc.utils.blocks_to_inlines(note.content), { class = 'note' })
  end,
  Span = function(span)
    local class = span.classes[1]
    if not class or class == 'nocase' then return span.content end
  end,
  Link = function(link)
    if link.target:sub(1, 5) == '#ref-' then
      local content = pandoc.Inlines {}
      for _, inline in ipairs(link.content) do
        if inline.t == 'Link' then content:extend(inline.content) else content:insert(inline) end
      end
      return pandoc.Link(content, link.target)
    end
  end,
}

-- The divisions of an entry (margin, inline, block) become spans, so that an entry fits into a list item or a line.
local function entry_inlines(div)
  local inlines = pandoc.Inlines {}
  for _, block in ipairs(div.content) do
    if block.t == 'Div' then
      inlines:insert(pandoc.Span(pandoc.utils.blocks_to_inlines(block.content), { class = block.classes[1] }))
    else
      inlines:extend(block.content)
    end
  end
  return inlines
end

local function references(request)
  local list = pandoc.read(request.items, 'csljson').meta.references
  for _, reference in ipairs(list) do
    -- Pandoc's reader takes dates in words for EDTF and loses them.
    for variable, text in pairs(request.literals[pandoc.utils.stringify(reference.id)] or {}) do
      reference[variable] = { literal = words { text } }
    end
  end
  return list
end

local function format(request)
  local blocks = pandoc.Blocks {}
  for _, one in ipairs(request.citations) do
    local list = pandoc.List(one.cites):map(citation)
    blocks:insert(pandoc.Para { pandoc.Cite({}, list) })
  end
  local meta = {
    references = references(request),
    csl = request.style,
    lang = request.language,
    ['link-citations'] = true,
  }
  local done = pandoc.utils.citeproc(pandoc.Pandoc(blocks, pandoc.Meta(meta)))
  local out, entries = pandoc.Blocks {}, {}
  for index, block in ipairs(done.blocks) do
    if block.t == 'Para' and index <= #request.citations then
      if request.citations[index].wanted then
        out:insert(pandoc.Plain(block.content[1].content))
        out:insert(pandoc.RawBlock('html', BETWEEN))
      end
    elseif block.t == 'Div' and block.identifier == 'refs' then
      for _, entry in ipairs(block.content) do
        entries[#entries + 1] = entry.identifier:sub(5)
        out:insert(pandoc.Plain(entry_inlines(entry)))
        out:insert(pandoc.RawBlock('html', BETWEEN))
      end
    end
  end
  local html = pandoc.write(pandoc.Pandoc(out:walk(TIDY)), { format = 'html5', extensions = {} }, { wrap_text = 'wrap-none' })
  return { html = html, entries = pandoc.List(entries) }
end

io.stdout:setvbuf('full')
for line in io.lines() do
  local good, answer = pcall(function() return format(pandoc.json.decode(line, false)) end)
  if not good then answer = { error = tostring(answer) } end
  io.write(pandoc.json.encode(answer), '\n')
  io.flush()
end
