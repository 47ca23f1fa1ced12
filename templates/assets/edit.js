/* Only under `serve --edit`, never part of the site: notes are written, changed and deleted where they are read.
   It runs before live.js, so that its listeners outlive the exchange of a page, and stands beside the page in a shadow tree.
   What it says goes to the server as JSON with the token of this start; files are written there. */
(() => {
'use strict';
const d = document, own = '/__glossator/', me = d.getElementById('glossator-edit').dataset;
const page = d.getElementById('glossator-live').dataset.page;
const $ = (s, c = d) => c.querySelector(s), $$ = (s, c = d) => [...c.querySelectorAll(s)];
const make = (tag, facts = {}, ...inner) => {
  const el = d.createElement(tag);
  for (const [name, value] of Object.entries(facts)) if (value !== null && value !== false) el.setAttribute(name, value === true ? '' : value);
  el.append(...inner);
  return el;
};
const button = (words, act, facts = {}) => { const b = make('button', { type: 'button', ...facts }, words); b.addEventListener('click', act); return b; };
const points = text => [...text].length;
const later = (work, wait) => { let timer = 0; return (...given) => { clearTimeout(timer); timer = setTimeout(work, wait, ...given); }; };
const editable = /^briefings\/[^/]+\.html$/.test(page);

/* —— the server —— */
const ask = async (what, data, signal) => {
  try {
    const answer = await fetch(`${own}edit/${what}`, {
      method: 'POST', signal, headers: { 'content-type': 'application/json', 'x-glossator-token': me.token }, body: JSON.stringify({ page, ...data }),
    });
    return { status: answer.status, ...await answer.json() };
  } catch (error) {
    if (error.name === 'AbortError') return null;
    return { status: 0, reason: 'the server does not answer; what you wrote is kept here' };
  }
};
const latest = () => { let before = null; return (what, data) => { before?.abort(); before = new AbortController(); return ask(what, data, before.signal); }; };
const sentence = words => words && words[0].toUpperCase() + words.slice(1) + (/[.?!]$/.test(words) ? '' : '.');

/* —— passages: the text nodes of the leaf that are not ours, joined, are the article; the server counts code points —— */
const OURS = '[data-ours], .pop';
const texts = function* (root) {
  const walker = d.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(OURS)) yield walker.currentNode;
};
const passage = range => {
  const leaf = $('.leaf'); if (!leaf || !range || range.collapsed) return null;
  let count = 0, start = -1, words = '';
  for (const node of texts(leaf)) {
    const from = node === range.startContainer ? range.startOffset : range.comparePoint(node, 0) === 0 ? 0 : node.length;
    const to = node === range.endContainer ? range.endOffset : range.comparePoint(node, 0) > 0 ? 0 : node.length;
    if (from < to) { if (start < 0) start = count + points(node.data.slice(0, from)); words += node.data.slice(from, to); }
    count += points(node.data);
  }
  return words.trim() ? { start, end: start + points(words), words } : null;
};
const block = para => { /* A paragraph's own text, and where in the article it begins. */
  let count = 0, start = -1, words = '';
  for (const node of texts($('.leaf'))) {
    if (para.contains(node)) { if (start < 0) start = count; words += node.data; }
    count += points(node.data);
  }
  return { start, end: start + points(words), words };
};
const chosen = () => { const s = getSelection(); return s.rangeCount && !s.isCollapsed ? s.getRangeAt(0) : null; };

/* —— beside the page —— */
const host = make('div', { id: 'glossator-editor', lang: 'en' }), root = host.attachShadow({ mode: 'open' });
const status = make('p', { role: 'status', class: 'status' }), undo = button('Undo', () => back(), { hidden: true, class: 'undo' });
const begin = button('Annotate', () => start(), { class: 'begin', 'aria-keyshortcuts': 'a', hidden: !editable });
const bar = make('div', { role: 'toolbar', class: 'bar', 'aria-label': 'Selected words', hidden: true });
const dialog = make('dialog', { 'aria-labelledby': 'head' });
root.append(make('link', { rel: 'stylesheet', href: $('link[rel=stylesheet]')?.href ?? '' }), make('link', { rel: 'stylesheet', href: own + 'edit.css' }),
  make('div', { class: 'corner', role: 'region', 'aria-label': 'Editing' }, status, undo, begin), bar, dialog);
host.addEventListener('keydown', e => { if (dialog.open) e.stopPropagation(); }); /* Keys typed in a form are not for the page below. */
let fresh = false; /* Whether the step that can be undone was told on this page, and is no surprise. */
const offer = able => { undo.hidden = !able; undo.title = able ? `Undo: ${able}` : ''; };
const say = (words, able) => { status.textContent = words; if (able !== undefined) { fresh = true; offer(able); } };
const back = () => {
  if (fresh) { takeBack(); return; }
  open('Undo the last step?', make('p', {}, sentence(undo.title.slice(6))), make('div', { class: 'row last' }, button('Cancel', shut), button('Undo it', () => { shut(); takeBack(); }, { class: 'main' })));
  leave = () => true; dialog.onkeydown = null; $('.row button', dialog).focus();
};
const takeBack = async () => {
  const done = await ask('undo', {});
  if (done.status === 200) say(`Undone: ${done.what}.`, done.undo);
  else if (done.status === 409) differ(done, 'Undo would lose what another program wrote', null, ['Forget the steps in this file', async () => {
    const left = await ask('forget', { path: done.path });
    shut(); say(left.status === 200 ? 'Steps in other files can be undone.' : sentence(left.reason), left.undo);
  }]);
  else say(sentence(done.reason), done.status === 422 ? '' : undefined);
};

/* —— the toolbar at a selection —— */
let moving = null; /* The quote of a note that is to get another passage. */
const place = () => {
  const range = chosen(), inside = range && d.body.contains(range.commonAncestorContainer) && !dialog.open;
  const words = inside ? range.toString().trim() : '', found = inside && editable ? passage(range) : null;
  const term = words && words.length <= 80 && !words.includes('\n');
  if (!found && !term) { bar.hidden = true; return; }
  bar.replaceChildren(
    ...(found && moving ? [button(`Quote this for “${moving.title}”`, () => requote(passage(chosen())), { class: 'main' })] : []),
    ...(found ? [button('Annotate', () => write({ passage: passage(chosen()) }), { class: moving ? '' : 'main' })] : []),
    ...(term ? [button('New concept', () => concept(chosen()?.toString().trim() || words))] : []));
  bar.hidden = false;
  const box = range.getBoundingClientRect(), coarse = matchMedia('(pointer: coarse), (max-width: 600px)').matches;
  const top = box.bottom + 8 + bar.offsetHeight > innerHeight ? Math.max(8, box.top - bar.offsetHeight - 8) : box.bottom + 8;
  bar.classList.toggle('low', coarse);
  bar.style.top = coarse ? '' : `${top}px`;
  bar.style.left = coarse ? '' : `${Math.max(8, Math.min(box.left, innerWidth - bar.offsetWidth - 8))}px`;
};
const follow = later(place, 150);
d.addEventListener('selectionchange', follow);
addEventListener('scroll', () => { if (!bar.hidden) place(); }, { passive: true });
bar.addEventListener('pointerdown', e => e.preventDefault()); /* The selection stays. */
bar.addEventListener('keydown', e => {
  const all = $$('button', bar), by = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
  if (by) all[(all.indexOf(root.activeElement) + by + all.length) % all.length].focus();
  if (e.key === 'Escape') { getSelection().removeAllRanges(); bar.hidden = true; }
});
const off = () => { try { return localStorage.getItem('keys') === 'off'; } catch { return false; } };
d.addEventListener('keydown', e => {
  if (e.altKey || e.ctrlKey || e.metaKey || e.defaultPrevented || e.isComposing || dialog.open || off()) return;
  if (e.target.closest?.('input, textarea, select, [contenteditable]')) return;
  const note = e.target.closest?.('.note, .detached') || $('.note.on');
  if (e.key === 'a' && editable) { e.preventDefault(); start(); }
  else if (e.key === 'e' && editable && note) { e.preventDefault(); edit(note.id.slice(5)); }
});
const start = () => {
  const found = passage(chosen());
  if (found) { write({ passage: found }); return; }
  const all = $$('.para'), focus = d.activeElement?.closest?.('.para');
  const para = focus || all.find(p => p.getBoundingClientRect().bottom > innerHeight * .2) || all[0];
  write({ passage: para ? block(para) : null, choosing: !!para });
};

/* —— at each note —— */
const SHEET = new CSSStyleSheet();
SHEET.replaceSync(`.note-edit { display: flex; flex-wrap: wrap; gap: .4em; margin-top: .4em; }
.note-edit button { font: inherit; padding: .1em .6em; min-height: 24px; border: 1px solid currentColor; border-radius: 3px; background: none; color: inherit; cursor: pointer; }
@media print { .note-edit { display: none; } }`);
const equip = () => {
  const keys = $('#keys dl');
  if (keys && !$('.keys-edit', keys)) for (const [key, words] of editable ? [['a', 'write a note on the selected words'], ['e', 'edit the open note']] : []) {
    keys.append(make('dt', { class: 'keys-edit' }, make('kbd', {}, key)), make('dd', {}, words));
  }
  if (!editable) return;
  for (const note of $$('.note[id^=note-], .detached[id^=note-]')) {
    const id = note.id.slice(5), foot = $('.note-foot', note);
    if (!foot || $('.note-edit', foot)) continue;
    const title = $('[id^=nt-]', note)?.textContent.trim() || id, named = words => ({ 'aria-label': `${words}: ${title}` });
    foot.append(make('span', { class: 'note-edit', role: 'group', 'aria-label': `Change the note ${title}` },
      button('Edit', () => edit(id), { ...named('Edit'), 'data-do': 'edit' }), button('Delete', () => remove(id), { ...named('Delete'), 'data-do': 'delete' }),
      ...($('.approx-why, .was q', note) && !note.matches('.detached') ? [button('Accept passage', () => accept(id), { ...named('Accept passage'), 'data-do': 'accept' })] : []),
      ...(note.matches('.detached') ? [button('Choose passage', () => move(id, title), { ...named('Choose passage'), 'data-do': 'move' })] : [])));
  }
};
addEventListener('glossator-exchange', equip);
let waiting = ''; /* The note that the next build shows is where one goes on: the page's own way to it is a click on its passage. */
const settle = (id, words, able) => { say(words, able); waiting = id; };
addEventListener('glossator-exchanged', () => {
  const note = waiting && $(`#note-${CSS.escape(waiting)}`); if (!note) return;
  waiting = '';
  const lemma = $('a.lemma', note);
  if (lemma) lemma.click(); else { note.scrollIntoView({ block: 'center' }); $('button', note)?.focus({ preventScroll: true }); }
});

/* —— dialogs —— */
let refresh = () => {}; /* A new build may know what a preview did not. */
addEventListener('glossator-state', () => { if (dialog.open) refresh(); });
let leave = () => true, opener = null, range = null;
const open = (title, ...inner) => {
  if (!dialog.open) { opener = d.activeElement; range = chosen(); bar.hidden = true; }
  dialog.replaceChildren(make('h2', { id: 'head' }, title), ...inner);
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
};
const shut = () => { leave = () => true; refresh = () => {}; dialog.close(); };
dialog.addEventListener('cancel', e => { if (!leave()) e.preventDefault(); });
dialog.addEventListener('close', () => {
  dialog.replaceChildren();
  if (opener?.isConnected && opener !== d.body) opener.focus({ preventScroll: true });
  else if (range?.startContainer.isConnected && !chosen()) { getSelection().removeAllRanges(); getSelection().addRange(range); }
});
const field = (label, control, help) => {
  const id = control.id ||= `f${Math.round(performance.now() * 1000)}${$$('[id]', root).length}`;
  if (help) control.setAttribute('aria-describedby', `${id}-help`);
  return make('div', { class: 'field' }, make('label', { for: id }, label), control, ...(help ? [make('p', { id: `${id}-help`, class: 'help' }, help)] : []));
};
const copier = from => button('Copy', async e => {
  const b = e.currentTarget;
  try { await navigator.clipboard.writeText(from.value); b.textContent = 'Copied'; } catch { from.select(); b.textContent = 'Selected: copy it with your keys'; }
});
const differ = (said, title, again, other) => { /* Both texts, when a file is not what was seen. */
  const now = make('textarea', { readonly: true, rows: 10, id: 'now' }), yours = make('textarea', { readonly: true, rows: 10, id: 'yours' });
  now.value = said.now; yours.value = said.yours;
  const kept = [...dialog.childNodes], before = leave;
  const return_ = () => { leave = before; dialog.replaceChildren(...kept); $('textarea.body', dialog)?.focus(); };
  const wasOpen = dialog.open && kept.length;
  open(title, make('p', { role: 'alert' }, sentence(said.reason)),
    make('div', { class: 'two' }, make('div', {}, field(`Now in ${said.path}`, now), copier(now)), ...(said.yours ? [make('div', {}, field('Yours', yours), copier(yours))] : [])),
    make('div', { class: 'row' }, ...(again ? [button('Save mine all the same', () => { return_(); again(said.seen); }, { class: 'main' })] : []),
      ...(other ? [button(...other)] : []), button(wasOpen ? 'Back to my text' : 'Close', () => (wasOpen ? return_() : shut()))));
  leave = () => { if (wasOpen) { return_(); return false; } return true; };
  now.focus(); now.setSelectionRange(0, 0); now.scrollTop = 0;
};

/* —— names and keys, completed while one types —— */
const completed = (area, list, live) => {
  const request = latest();
  let options = [], at = -1, token = null, taking = false, closing = null;
  const close = () => { options = []; at = -1; list.hidden = true; list.replaceChildren(); area.removeAttribute('aria-activedescendant'); };
  const mark = to => {
    at = to;
    [...list.children].forEach((li, i) => li.setAttribute('aria-selected', String(i === at)));
    list.children[at]?.scrollIntoView({ block: 'nearest' });
    area.setAttribute('aria-activedescendant', `o${at}`);
  };
  const begun = () => {
    if (area.selectionStart !== area.selectionEnd) return null;
    const before = area.value.slice(0, area.selectionStart);
    const link = /\[\[([^[\]\n|]{0,120})$/.exec(before), cite = /(?:^|[\s[;(-])@([\w:.#$%&+?<>~/-]{0,120})$/.exec(before);
    return link ? { of: 'link', typed: link[1] } : cite ? { of: 'cite', typed: cite[1] } : null;
  };
  const look = async () => {
    token = begun(); if (!token) { close(); return; }
    const found = await request('names', token); if (!found?.offers) return;
    options = found.offers; list.hidden = !options.length;
    list.replaceChildren(...options.map((o, i) => {
      const li = make('li', { role: 'option', id: `o${i}` }, make('b', {}, o.label), ' ', make('span', {}, o.detail));
      li.addEventListener('pointerdown', e => { e.preventDefault(); take(i); });
      return li;
    }));
    live.textContent = options.length ? `${options.length} names: choose with the arrow keys, take with Enter.` : '';
    if (options.length) { mark(0); list.scrollIntoView({ block: 'nearest' }); } else close();
  };
  const take = i => {
    const rest = area.value.slice(area.selectionEnd), link = token.of === 'link', inBrackets = /\[[^\]\n]*$/.test(area.value.slice(0, area.selectionStart));
    const end = link ? (rest.startsWith(']]') ? '' : ']]') : inBrackets && !/^[^[\n]*\]/.test(rest) ? ']' : '';
    area.setSelectionRange(area.selectionStart - token.typed.length, area.selectionEnd);
    taking = true; /* The only way that keeps the field's own undo is the one that browsers wish were gone. */
    if (!d.execCommand('insertText', false, options[i].insert + end)) area.setRangeText(options[i].insert + end, area.selectionStart, area.selectionEnd, 'end');
    const to = area.selectionEnd + (link ? 2 - end.length : -end.length);
    taking = false; close(); area.setSelectionRange(to, to);
    closing = { at: to, cite: !link, left: 2 };
  };
  area.addEventListener('beforeinput', e => { /* Brackets that were put there are often typed as well, by habit. */
    if (!closing || taking) return;
    const to = area.selectionStart, bracket = e.inputType === 'insertText' && e.data === ']' && to === area.selectionEnd;
    const since = area.value.slice(closing.at, to), kept = closing;
    if (!closing.cite || bracket) closing = null;
    if (kept.cite && bracket && area.value[to] === ']' && to >= kept.at && !/[[\]\n]/.test(since)) { e.preventDefault(); area.setSelectionRange(to + 1, to + 1); }
    else if (!kept.cite && bracket && to === kept.at && kept.left) { e.preventDefault(); closing = { ...kept, left: kept.left - 1 }; }
  });
  const soon = later(look, 60);
  area.addEventListener('input', e => { if (!e.isComposing && !taking) soon(); });
  area.addEventListener('compositionend', soon);
  area.addEventListener('blur', close);
  area.addEventListener('keydown', e => {
    if (e.isComposing || list.hidden || e.ctrlKey || e.metaKey || e.altKey) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (by) mark((at + by + options.length) % options.length);
    else if (e.key === 'Enter' || e.key === 'Tab') take(at);
    else if (e.key === 'Escape') close();
    else return;
    e.preventDefault(); e.stopPropagation();
  });
};

/* —— writing a note —— */
const KEPT = `glossator-note ${page}`;
const stored = value => {
  try { if (value === undefined) return JSON.parse(sessionStorage.getItem(KEPT)); if (value) sessionStorage.setItem(KEPT, JSON.stringify(value)); else sessionStorage.removeItem(KEPT); } catch { /* forbidden */ }
  return null;
};
const NAMES = { who: 'Said by', when: 'When', p: 'Probability', if: 'If', by: 'Note by', of: 'Corrects', from: 'From language', lang: 'Language', due: 'Due', evidence: 'Evidence to', event: 'Event (its id)', label: 'Label in timelines' };
const label = key => NAMES[key] || key[0].toUpperCase() + key.slice(1);
const edit = id => write({ id });
const write = async ({ id = '', passage: where = null, choosing = false, draft = null }) => {
  const form = await ask('form', { id });
  if (form.status !== 200) { say(sentence(form.reason)); return; }
  const note = form.note, was = draft || (note ? { title: note.title, kind: note.kind, attributes: note.attributes, body: note.body } : { title: '', kind: 'context', attributes: {}, body: '' });
  let armed = false, faulty = false, busy = false, dirty = !!draft;
  const values = { ...was.attributes };
  const kind = make('select', { id: 'kind' }, ...form.kinds.map(k => make('option', { value: k.id }, k.label))), means = make('p', { class: 'help', id: 'means' });
  const title = make('input', { id: 'title', autocomplete: 'off', required: true }), keys = make('div', { class: 'keys' }), more = make('div', { class: 'keys' });
  const rest = make('details', {}, make('summary', {}, 'More details'), more);
  const list = make('ul', { role: 'listbox', id: 'offers', 'aria-label': 'Names', hidden: true }), live = make('p', { class: 'vh', 'aria-live': 'polite' });
  const body = make('textarea', { id: 'body', class: 'body', rows: 9, 'aria-autocomplete': 'list', 'aria-controls': 'offers', spellcheck: 'true' });
  const head = make('p', { class: 'title' }), show = make('div', { class: 'note-body shown' }), file = make('pre', { tabindex: '0', 'aria-label': 'As it will stand in the file' }), path = make('span');
  const faults = make('ul', { class: 'faults', 'aria-label': 'Faults' }), alert_ = make('p', { role: 'alert', class: 'alert' });
  const quoted = make('blockquote', { class: 'words' }), request = latest();
  kind.value = was.kind; title.value = was.title; body.value = was.body;
  const now = () => ({ id, passage: where, draft: { title: title.value, kind: kind.value, attributes: Object.fromEntries(Object.entries(values).filter(([, v]) => v.trim())), body: body.value } });

  const control = key => {
    const choices = form.choices[key], el = choices
      ? make('select', { id: `k-${key}` }, make('option', { value: '' }, '–'), ...choices.map(c => make('option', { value: c }, form.labels[c] || c)))
      : make('input', { id: `k-${key}`, autocomplete: 'off', placeholder: form.dates.includes(key) ? '1956-10-19' : null });
    el.value = values[key] || '';
    el.addEventListener('input', () => { values[key] = el.value; changed(); });
    return field(label(key), el);
  };
  const choose = () => {
    const k = form.kinds.find(each => each.id === kind.value), asked = [...new Set([...(k?.asks || []), ...Object.keys(values).filter(key => values[key])])];
    means.textContent = k?.means || '';
    keys.replaceChildren(...asked.map(control));
    more.replaceChildren(...(k?.keys || []).filter(key => !asked.includes(key)).map(control));
  };
  const see = later(async () => {
    const made = await request('preview', now()); if (!made) return;
    alert_.textContent = made.status === 200 ? '' : sentence(made.reason);
    if (made.status !== 200) return;
    head.innerHTML = made.title; show.innerHTML = made.html; file.textContent = made.text; path.textContent = made.path;
    faults.replaceChildren(...made.faults.map(f => make('li', { class: f.weight }, make('b', {}, `${f.weight === 'error' ? 'Error' : 'Remark'} ${f.code}`), ` ${f.message}`, ...(f.help ? [make('span', { class: 'help' }, ` – ${f.help}`)] : []))),
      ...made.missing.map(name => make('li', {}, button(`Begin the concept “${name}”`, async () => {
        const done = await ask('concept', { term: name });
        alert_.textContent = done.status === 200 ? '' : sentence(done.reason);
        if (done.status === 200) { say(`Written: ${done.path}.`, done.undo); body.focus(); }
      }))));
  }, 220);
  refresh = see;
  const elsewhere = e => { const a = e.target.closest('a[href]'); if (a) { e.preventDefault(); window.open(a.href, '_blank', 'noopener'); } }; /* What is written stays. */
  for (const el of [head, show]) el.addEventListener('click', elsewhere);
  const changed = () => { dirty = true; armed = faulty = false; stored(now()); see(); };
  const save = async (seen = form.seen) => {
    if (busy) return;
    if (!title.value.trim()) { alert_.textContent = 'The note needs a title.'; title.focus(); return; }
    busy = true;
    const done = await ask('save', { ...now(), seen, faulty });
    busy = false;
    if (done.status === 409) { stored(now()); differ(done, 'The file was changed meanwhile', save); return; }
    if (done.faulty) { faulty = true; alert_.textContent = `With this note the site is not built: ${done.reason}. Save once more to write it all the same.`; return; }
    if (done.status !== 200) { alert_.textContent = sentence(done.reason); return; }
    stored(null); dirty = false; shut(); getSelection().removeAllRanges();
    settle(done.id, `Saved in ${done.path}.`, done.undo);
  };
  const picker = make('textarea', { rows: 5, id: 'picker', class: 'picker', 'aria-readonly': 'true' });
  picker.addEventListener('beforeinput', e => e.preventDefault()); /* One that is read-only has no caret. */
  const pick = () => {
    const [from, to] = [picker.selectionStart, picker.selectionEnd]; if (from === to) return;
    const base = picker.base + points(picker.value.slice(0, from)), words = picker.value.slice(from, to);
    where = { start: base, end: base + points(words), words }; quoted.textContent = words; changed();
  };
  for (const type of ['select', 'keyup', 'pointerup']) picker.addEventListener(type, pick);
  const about = make('div', { class: 'passage' });
  if (note) about.append(make('pre', { class: 'words', 'aria-label': 'Quote', tabindex: '0' }, note.targets.map(t => t.lines).join('\n\n') || 'A note on the whole article'));
  else {
    quoted.textContent = where ? where.words : 'The whole article'; about.append(quoted);
    if (where && choosing) {
      picker.value = where.words; picker.base = where.start;
      about.append(field('Passage', picker, 'Select the words that are meant, with the mouse or with Shift and the arrow keys; all of it is meant until then.'),
        button('On the whole article', () => { where = null; quoted.textContent = 'The whole article'; changed(); title.focus(); }));
    }
  }
  for (const el of [title, body]) el.addEventListener('input', changed);
  kind.addEventListener('input', () => { choose(); changed(); });
  completed(body, list, live); choose();
  leave = () => {
    if (!dirty || armed) { stored(null); return true; }
    armed = true; alert_.textContent = 'Press Escape or Cancel once more to throw away what you wrote.'; return false;
  };
  open(note ? 'Edit note' : 'New note',
    make('form', { class: 'write', novalidate: true },
      make('div', { class: 'left' }, about,
        make('div', { class: 'pair' }, (() => { kind.setAttribute('aria-describedby', 'means'); const f = field('Kind', kind); f.append(means); return f; })(), field('Title', title, 'What the note says, in one line')),
        keys, rest,
        make('div', { class: 'over' }, field('Text', body, 'Markdown. [[ offers names, [@ sources.'), list, live)),
      make('div', { class: 'right', role: 'region', 'aria-label': 'Preview' }, make('h3', {}, 'Preview'), head, show, faults,
        make('details', {}, make('summary', {}, 'In the file ', path), file)),
      make('div', { class: 'row last' }, alert_, ...(note?.editor ? [make('a', { href: note.editor }, 'Open in the editor')] : []),
        button('Cancel', () => { if (leave()) shut(); }), button('Save', () => save(), { class: 'main', 'aria-keyshortcuts': 'Control+Enter' }))));
  dialog.onkeydown = e => { if (e.key === 'Enter' && (e.ctrlKey || e.metaKey) && !e.isComposing && body.isConnected) { e.preventDefault(); save(); } };
  $('form', dialog).addEventListener('submit', e => e.preventDefault());
  if (choosing) { picker.focus(); picker.setSelectionRange(0, 0); picker.scrollTop = 0; } else (note ? body : title).focus();
  see();
};

/* —— deleting, accepting, quoting anew, concepts —— */
const finish = (done, id, words, again) => {
  if (done.status === 200) { shut(); settle(id, words, done.undo); }
  else if (done.status === 409) differ(done, 'The file was changed meanwhile', again);
  else { shut(); say(sentence(done.reason)); }
};
const remove = async id => {
  const form = await ask('form', { id });
  if (form.status !== 200) { say(sentence(form.reason)); return; }
  const go = async seen => finish(await ask('delete', { id, seen }), id, `Deleted from ${form.note.path}.`, go);
  open(`Delete “${form.note.title}”?`, make('pre', { tabindex: '0', 'aria-label': 'What is deleted' }, form.note.text),
    make('div', { class: 'row last' }, button('Cancel', shut), button('Delete', () => go(form.seen), { class: 'main' })));
  leave = () => true; dialog.onkeydown = null; $('.row button', dialog).focus();
};
const accept = async id => {
  const form = await ask('form', { id });
  if (form.status !== 200) { say(sentence(form.reason)); return; }
  const near = form.note.targets.filter(t => t.pending && t.words);
  if (!near.length) { say('No passage of this note waits to be accepted.'); return; }
  const go = async seen => finish(await ask('accept', { id, seen }), id, `Quoted anew in ${form.note.path}.`, go);
  const part = (title, el, words) => words ? [make('h3', {}, title), make(el, { class: 'words' }, words)] : [];
  const fits = near.every(t => t.fits), best = yes => ({ class: yes ? 'main' : '' }); /* A quote that reads as the article does is best left as it is. */
  open('Accept the passage?', ...near.flatMap(t => [...part('Quoted', 'pre', t.lines), ...part('In the article before', 'blockquote', t.was), ...part('In the article now', 'blockquote', t.words), ...(t.was ? [] : [make('p', { class: 'help' }, sentence(t.reason))])]),
    make('p', {}, fits ? 'The quote can stay: it begins and ends as the passage does now. The ledger, anchors.lock, then says that it is meant here.' : 'Either the quote in the file becomes these words, or it stays and the ledger, anchors.lock, says that it is meant here.'),
    make('div', { class: 'row last' }, button('Cancel', shut), button('Keep the quote', async () => finish(await ask('keep', { id }), id, 'Accepted in anchors.lock.', null), best(fits)),
      button('Quote these words', () => go(form.seen), best(!fits))));
  leave = () => true; dialog.onkeydown = null; $('.row .main', dialog).focus();
};
const move = (id, title) => { moving = { id, title }; say(`Select the passage that “${title}” is about.`); $('.leaf')?.scrollIntoView({ block: 'start' }); };
const requote = async where => {
  const { id, title } = moving, form = await ask('form', { id });
  if (form.status !== 200) { say(sentence(form.reason)); return; }
  const target = Math.max(0, form.note.targets.findIndex(t => t.state === 'detached'));
  const go = async seen => {
    const done = await ask('quote', { id, target, passage: where, seen });
    if (done.status === 200) { moving = null; getSelection().removeAllRanges(); }
    finish(done, id, `“${title}” now quotes this passage.`, go);
  };
  go(form.seen);
};
const concept = words => {
  const term = make('input', { id: 'term', autocomplete: 'off' }), slug = make('input', { id: 'slug', autocomplete: 'off', placeholder: 'made from the term' }), alert_ = make('p', { role: 'alert', class: 'alert' });
  term.value = words.replace(/\s+/g, ' ');
  const save = async () => {
    const done = await ask('concept', { term: term.value, slug: slug.value.trim() });
    if (done.status !== 200) { alert_.textContent = sentence(done.reason); return; }
    shut(); say(`Written: ${done.path}.`, done.undo);
    if (done.editor) status.append(' ', make('a', { href: done.editor }, 'Open in the editor'));
  };
  open('New concept', make('div', { class: 'pair' }, field('Term', term), field('Id', slug)), make('p', { class: 'help' }, 'A file in glossary/ is begun, as `new concept` does; say there what it is.'),
    make('div', { class: 'row last' }, alert_, button('Cancel', shut), button('Write it', save, { class: 'main' })));
  leave = () => true; dialog.onkeydown = e => { if (e.key === 'Enter' && e.target.matches('input') && !e.isComposing) { e.preventDefault(); save(); } };
  term.focus();
};

d.documentElement.append(host);
d.adoptedStyleSheets = [...d.adoptedStyleSheets, SHEET];
equip();
offer(me.undo);
const kept = editable && stored();
if (kept) { say('A note that was not saved is kept.'); status.append(' ', button('Go on writing', () => write({ id: kept.id, passage: kept.passage, draft: kept.draft }))); }
})();
