/* Search, loaded when it is asked for: a finder over names, which works from a folder too, and Pagefind over http.
   One list for both, by groups. Its words stand in the templates. */
(() => {
'use strict';
const d = document, $ = (s, c = d) => c.querySelector(s), $$ = (s, c = d) => [...c.querySelectorAll(s)];
const frame = $('#seek-frame'), root = frame.dataset.root, query = frame.dataset.query;
const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\u{20000}-\u{3ffff}]/u;
const CLOSE = new RegExp(`${UNSPACED.source}|[\u3000-\u303f\uff00-\uff65]`, 'u');

/* —— names: case, accents, ё and й, wide and narrow forms, the two kana do not count —— */
const letter = c => c.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').normalize('NFC').toLowerCase()
  .replace(/ß/g, 'ss').replace(/[ァ-ヶ]/g, k => String.fromCharCode(k.charCodeAt(0) - 0x60)).replace(/['’ʼʻ]/g, '').replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ');
const fold = text => letter(text).replace(/ +/g, ' ').trim();
const GROUPS = ['concept', 'briefing', 'note', 'source', 'page'];

let asked = null;
const load = () => asked ||= new Promise(done => {
  const s = d.createElement('script');
  s.src = root + 'assets/finder-data.js' + query;
  s.onload = () => done(prepare(window.glossatorFinder));
  s.onerror = () => done({ rows: [], left: 0, full: false });
  d.head.append(s);
});
const prepare = data => {
  const pages = new Map(data.rows.map(([, url, title]) => [url, title]));
  return {
    ...data,
    rows: data.rows.map(([group, url, title, lang, detail, ...names]) => ({
      group: GROUPS[group], url, title, lang, detail, names: [title, ...names], folded: [title, ...names].map(fold), all: fold([title, detail, ...names].join(' ')),
      within: url.includes('#') ? pages.get(url.split('#')[0]) : '',
    })),
  };
};
/* How well a name answers: 0 is the name itself. */
const rate = (name, whole, words) => {
  if (name === whole) return 0;
  if (name.startsWith(whole)) return 1;
  const spaced = ' ' + name;
  if (spaced.includes(' ' + whole) || (UNSPACED.test(whole) && name.includes(whole))) return 2;
  return words.every(w => spaced.includes(' ' + w) || (UNSPACED.test(w) && name.includes(w))) ? 3 : 9;
};
const find = (rows, text) => {
  const whole = fold(text), words = whole.split(' ');
  if (!whole) return [];
  const found = [];
  for (const row of rows) {
    let best = 9, at = 0;
    row.folded.forEach((name, i) => { const r = rate(name, whole, words); if (r < best) { best = r; at = i; } });
    if (best === 9 && words.every(w => (' ' + row.all).includes(' ' + w) || (UNSPACED.test(w) && row.all.includes(w)))) best = 4;
    if (best < 9) found.push({ ...row, url: root + row.url, rank: best, also: at && best < 4 ? row.names[at] : '' });
  }
  return found.sort((a, b) => a.rank - b.rank || a.title.length - b.title.length);
};

/* —— texts: Pagefind, where there is an index and scripts may fetch it —— */
let started = null;
const engine = () => started ||= load().then(async data => {
  if (!data.full || !/^https?:$/.test(location.protocol)) return null;
  try {
    const made = await import(new URL(root + 'pagefind/pagefind.js', location.href).href);
    await made.options({ baseUrl: new URL(root || './', location.href).pathname });
    await made.init();
    return made;
  } catch { return null; }
});
/* Signs of scripts without spaces stand apart in the index, so a run of them is a phrase there. */
const spaced = text => text.replace(new RegExp(UNSPACED.source, 'gu'), ' $& ').replace(/\s+/g, ' ').trim();
const asked_for = text => {
  const apart = spaced(text);
  return apart !== text.trim() && [...text.replace(/\s/g, '')].every(c => UNSPACED.test(c)) ? `"${apart}"` : apart;
};
const TIGHT = new RegExp(`(?:(?:${CLOSE.source}|\\d)\n(?:${CLOSE.source}|\\d)|[([{“«‘]\n|\n[)\\]},.;:?!”»’])`, 'u');
const joined = words => words.reduce((text, [word, hit]) => {
  const last = text.at(-1), edge = last && `${[...last[0]].at(-1)}\n${[...word][0] || ''}`, tight = last && TIGHT.test(edge) && !/\d\n\d/.test(edge);
  if (last && last[1] === hit) last[0] += (tight ? '' : ' ') + word;
  else text.push([(last && !tight && !hit ? ' ' : '') + word, hit]), last && !tight && hit && (last[0] += ' ');
  return text;
}, []);
const excerpt = (words, hits, from, to) => {
  if (!hits.length && to - from < 1) return [];
  const marked = new Set(hits);
  let start = Math.max(from, (hits[0] ?? from) - 8), end = start, size = 0;
  for (let i = (hits[0] ?? start); i > start; i--) if (UNSPACED.test(words[i] || '')) { start = Math.max(from, start - 8); break; }
  while (end < to && size < 190) size += (words[end++] || '').length + 1;
  const cut = joined(words.slice(start, end).map((w, i) => [w, marked.has(start + i)]));
  if (start > from) cut.unshift(['… ', false]);
  if (end < to) cut.push([' …', false]);
  return cut;
};
const plain = text => joined(text.split(/\s+/).map(w => [w, false])).map(([w]) => w).join('');
const parts = meta => new Map((meta.parts || '').split(';').filter(Boolean).map(each => {
  const [id, ...facets] = each.split(' ');
  return [id, new URLSearchParams(facets.join('&'))];
}));
/* A page found becomes results: itself if its own words answer, and each note that does and passes the filters. */
const results = (page, facets) => {
  const { meta, url, anchors = [], locations = [] } = page, group = page.filters.type?.[0] || 'page';
  const words = page.content.split(/\s+/), title = (meta.title || '').split(/\s+/).length, held = parts(meta), places = anchors.toSorted((a, b) => a.location - b.location);
  const bounds = places.filter(a => held.has(a.id)), first = bounds[0]?.location ?? words.length;
  const sharp = facets.kind?.length || facets.verdict?.length, browse = !locations.length && sharp, out = [];
  const own = locations.filter(l => l < first), inside = own.filter(l => l >= title); /* the title is shown anyway */
  if (!sharp && (own.length || !locations.length)) {
    const near = own[0] >= title ? places.filter(a => /^p\d+$/.test(a.id) && a.location <= own[0]).at(-1) : null;
    out.push({ group, url: near ? `${url}#${near.id}` : url, page: url, title: plain(meta.title || ''), excerpt: excerpt(words, inside, Math.min(title, first), first), detail: '' });
  }
  bounds.forEach((a, i) => {
    const end = bounds[i + 1]?.location ?? words.length, hits = locations.filter(l => l >= a.location && l < end), of = held.get(a.id);
    const passes = ['kind', 'verdict'].every(name => !facets[name]?.length || of.getAll(name).some(v => facets[name].includes(v)));
    if (!passes || !(hits.length || browse)) return;
    const head = places.find(p => /^h\d$/i.test(p.element) && p.location >= a.location && p.location < end);
    const heading = plain(head?.text || a.id), after = (head?.location ?? a.location) + (head?.text || '').split(/\s+/).length;
    out.push({ group: 'note', url: `${url}#${a.id}`, title: heading, excerpt: excerpt(words, hits.filter(l => l >= after), after, end), within: plain(meta.title || ''), detail: '', kind: of.get('kind'), verdict: of.get('verdict') });
  });
  return out;
};

/* —— what is shown —— */
const text = (tag, words, cls) => { const e = d.createElement(tag); e.textContent = words; if (cls) e.className = cls; return e; };
const marked = (label, q) => {
  const e = d.createDocumentFragment(), whole = fold(q);
  let folded = '', at = [];
  [...label].forEach((c, i) => { const f = letter(c); for (const x of f) { if (x === ' ' && (folded.endsWith(' ') || !folded)) continue; folded += x; at.push(i); } });
  const chars = [...label], hit = whole ? folded.indexOf(whole) : -1;
  if (hit < 0) { e.append(label); return e; }
  const from = at[hit], to = (at[hit + whole.length - 1] ?? chars.length - 1) + 1;
  e.append(chars.slice(0, from).join(''), text('mark', chars.slice(from, to).join('')), chars.slice(to).join(''));
  return e;
};
const item = (r, q, words) => {
  const li = d.createElement('li'), a = d.createElement('a');
  a.href = r.url; if (r.lang) a.lang = r.lang;
  const glyph = r.kind && frame.content && d.getElementById(`${r.verdict ? 'v-' + r.verdict : 'g-' + r.kind}`);
  if (glyph) { const s = d.createElementNS('http://www.w3.org/2000/svg', 'svg'), u = d.createElementNS(s.namespaceURI, 'use'); s.setAttribute('class', 'g'); s.setAttribute('aria-hidden', 'true'); u.setAttribute('href', '#' + glyph.id); s.append(u); li.className = r.verdict ? 'v-' + r.verdict : 'k-' + r.kind; li.append(s, ' '); }
  a.append(marked(r.title, q)); li.append(a);
  if (r.also) { const e = d.createElement('span'); e.className = 'also'; e.append(marked(r.also, q)); li.append(' ', e); }
  if (r.within) li.append(' ', text('span', words.in + r.within, 'also'));
  if (r.excerpt?.length) { const p = d.createElement('p'); r.excerpt.forEach(([w, hit]) => p.append(hit ? text('mark', w) : w)); li.append(p); }
  else if (r.detail) li.append(text('p', r.detail));
  return li;
};
/* A search box: an input, the place for what is found, and how much of it is shown at first. */
const box = (scope, { limit, counted = false, facets = () => ({}), after = () => {} }) => {
  const input = $('input[type=search]', scope), said = $('.seek-said', scope), found = $('.seek-found', scope), words = said.dataset;
  const links = () => $$('.seek-found a, .seek-more', scope).filter(e => e.offsetParent);
  let turn = 0;
  const show = (list, q, note, rest) => {
    const groups = new Map(GROUPS.map(g => [g, []])), known = new Map(), held = found.contains(d.activeElement) && d.activeElement.href;
    for (const r of list) {
      const key = (r.page || r.url).replace(/^.*?((?:briefings|glossary|sources|pages)\/)/, '$1');
      const twin = known.get(key);
      if (twin) { twin.excerpt ||= r.excerpt; continue; }
      known.set(key, r); groups.get(r.group)?.push(r);
    }
    let count = 0;
    for (const section of $$('[data-group]', found)) {
      const all = groups.get(section.dataset.group), ul = $('ul', section);
      ul.replaceChildren(...all.slice(0, limit).map(r => item(r, q, words)));
      if (all.length > limit) {
        const li = d.createElement('li'), b = text('button', words.more.replace('#', all.length - limit), 'seek-more');
        b.type = 'button'; b.onclick = () => { const i = ul.children.length - 1; ul.replaceChildren(...all.map(r => item(r, q, words))); $('a', ul.children[i]).focus(); };
        li.append(b); ul.append(li);
      }
      section.hidden = !all.length; count += all.length;
    }
    if (held) (links().find(a => a.href === held) || input).focus();
    const total = count + rest;
    said.textContent = !q && !list.length ? note : [total ? (total === 1 ? words.one : words.many.replace('#', total)) : words.none.replace('#', q), note].filter(Boolean).join(' ');
  };
  const search = async () => {
    const q = input.value.trim(), mine = ++turn, chosen = facets(), filtered = Object.values(chosen).some(v => v.length);
    const data = await load(); if (mine !== turn) return;
    const cut = data.left ? words.cut.replace('#', data.left) : '';
    const names = filtered ? [] : find(data.rows, q);
    const web = data.full && /^https?:$/.test(location.protocol);
    /* Names at once; what filters leave comes in one step, so that nothing flickers. */
    if (!web || (!filtered && (names.length || !q))) show(names, q, web ? '' : [words.names, cut].filter(Boolean).join(' '), 0);
    const pf = web ? await engine() : null;
    if (mine !== turn) return;
    if (!pf) { if (web) show(names, q, words.names, 0); return; }
    if (!q && !filtered) { after(pf, null); return; }
    await new Promise(done => setTimeout(done, 90)); if (mine !== turn) return;
    const filters = Object.fromEntries(Object.entries(chosen).filter(([, v]) => v.length).map(([k, v]) => [k, { any: v }]));
    const phrase = q ? asked_for(q) : null;
    if (counted) await pf.filters(); /* only then does an answer count them */
    const answer = await pf.search(phrase, { filters });
    /* Each kind of page by itself: a long text with many notes would always stand behind short ones. */
    const found_ = await Promise.all(GROUPS.filter(t => t !== 'note').map(t => pf.search(phrase, { filters: { ...filters, type: t } })));
    const first = await Promise.all(found_.flatMap(f => f.results.slice(0, limit * 2)).map(r => r.data()));
    if (mine !== turn) return;
    const rest = found_.reduce((sum, f) => sum + Math.max(0, f.results.length - limit * 2), 0);
    show([...names, ...first.flatMap(page => results(page, chosen))], q, '', rest);
    after(pf, answer);
  };
  input.addEventListener('input', () => search());
  scope.addEventListener('keydown', e => {
    if (e.isComposing || e.altKey || e.ctrlKey || e.metaKey) return;
    const list = links(), at = list.indexOf(d.activeElement), inside = at >= 0 || d.activeElement === input;
    if (!inside) return;
    const go = { ArrowDown: at + 1, ArrowUp: at - 1, Home: at < 0 ? null : 0, End: at < 0 ? null : list.length - 1 }[e.key];
    if (go !== undefined && go !== null) {
      if (at < 0 && e.key === 'ArrowUp') return;
      e.preventDefault();
      if (go < 0) { input.focus(); input.select(); } else list[Math.min(go, list.length - 1)]?.focus();
    } else if (at >= 0 && (e.key === 'Backspace' || (e.key.length === 1 && e.key !== ' '))) input.focus();
  });
  return { input, search };
};

/* —— in a dialog, on every page —— */
let dialog = null, inner = null;
const keep = (key, value) => { try { if (value === undefined) return localStorage.getItem(key); localStorage.setItem(key, value); } catch { /* forbidden */ } return null; };
const open = () => {
  const page = $('.seek-page input[type=search]');
  if (page) { page.focus(); page.select(); return; }
  if (!dialog) {
    dialog = frame.content.firstElementChild.cloneNode(true); d.body.append(dialog);
    inner = box(dialog, { limit: 5 });
    $('.seek-close', dialog).onclick = () => dialog.close();
    dialog.onclick = e => { if (e.target === dialog) dialog.close(); else if (e.target.closest('.seek-found a')) dialog.close(); };
    const key = $('.seek-key', dialog);
    key.checked = keep('keys') !== 'off'; key.onchange = () => keep('keys', key.checked ? 'on' : 'off');
    dialog.addEventListener('keydown', e => {
      e.stopPropagation(); /* the page's own keys rest */
      if (e.key === 'Escape' && !e.isComposing) { e.preventDefault(); dialog.close(); } /* not first the box's own way, which empties it */
    });
  }
  if (!dialog.open) dialog.showModal();
  inner.input.focus(); inner.input.select(); inner.search();
};

/* —— on its own page, with filters —— */
const page = scope => {
  const form = $('.seek-form', scope), fold_ = $('.seek-filters', scope), params = new URLSearchParams(location.search);
  const names = fold_ ? $$('[data-facet]', fold_).map(e => e.dataset.facet) : [];
  const picked = () => Object.fromEntries(names.map(n => [n, $$(`[name=${n}]`, fold_).filter(e => e.type === 'checkbox' ? e.checked : e.value).map(e => e.value)]));
  let made = false;
  const check = (name, value) => { const e = d.createElement('input'); e.type = 'checkbox'; e.name = name; e.value = value; const l = d.createElement('label'); l.append(e, ' ', tongue(value)); return l; };
  const tongue = tag => { try { return new Intl.DisplayNames([d.documentElement.lang], { type: 'language' }).of(tag); } catch { return tag; } };
  const set = () => names.forEach(n => $$(`[name=${n}]`, fold_).forEach(e => { if (e.type === 'checkbox') e.checked = params.getAll(n).includes(e.value); else e.value = params.get(n) || ''; }));
  const facets = async (pf, answer) => {
    if (!fold_) return;
    const all = await pf.filters(), now = answer ? answer.filters : all;
    if (!made) {
      made = true; fold_.hidden = false;
      $('[data-facet=language]', fold_)?.append(...Object.keys(all.language || {}).sort().map(v => check('language', v)));
      $('[data-facet=concept] select', fold_)?.append(...Object.keys(all.concept || {}).sort((a, b) => a.localeCompare(b)).map(v => new Option(v, v)));
      const before = JSON.stringify(picked()); set();
      if (JSON.stringify(picked()) !== before) { main.search(); return; }
    }
    for (const n of names) {
      const chosen = picked()[n];
      $$(`[name=${n}]`, fold_).forEach(e => {
        if (e.type === 'checkbox') { e.closest('label').hidden = !(all[n]?.[e.value]); e.closest('label').classList.toggle('none', !now[n]?.[e.value] && !e.checked); }
        else [...e.options].forEach(o => { if (o.value) o.hidden = !now[n]?.[o.value] && !chosen.includes(o.value); });
      });
      const part = $(`[data-facet=${n}]`, fold_); part.hidden = Object.keys(all[n] || {}).length < (n === 'language' ? 2 : 1);
    }
  };
  const main = box(scope, { limit: 20, counted: true, facets: picked, after: facets });
  const address = () => {
    const next = new URLSearchParams();
    if (main.input.value.trim()) next.set('q', main.input.value.trim());
    if (made) for (const [n, values] of Object.entries(picked())) values.forEach(v => next.append(n, v));
    try { history.replaceState(history.state, '', location.pathname + (String(next) && '?' + next)); } catch { /* some hosts */ }
  };
  form.hidden = false;
  main.input.value = params.get('q') || '';
  form.onsubmit = e => { e.preventDefault(); main.search(); };
  form.addEventListener('input', address);
  form.addEventListener('change', e => { if (e.target !== main.input) { address(); main.search(); } });
  main.input.focus({ preventScroll: true }); main.search();
};
window.glossatorSearch = { open, page };
})();
