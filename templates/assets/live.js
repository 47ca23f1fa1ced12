/* Only under `serve`, never part of the site: exchanges a page that changed under its reader, and lays faults over it.
   It runs before the page's own scripts and has all they register end with one signal, so that they can be run once more
   on the new page and need nothing of their own for it. Styles are set through the CSSOM, as on every page. */
(() => {
'use strict';
const d = document, own = '/__glossator/', me = d.getElementById('glossator-live').dataset;
const $ = (s, c = d) => c.querySelector(s), $$ = (s, c = d) => [...c.querySelectorAll(s)];
const page = me.page;
let since = +me.epoch;

/* —— what the page's scripts leave behind —— */
const listen = EventTarget.prototype.addEventListener, on = (target, type, f, options) => listen.call(target, type, f, options);
let ending = new AbortController(), recording = true, observers = [];
EventTarget.prototype.addEventListener = function (type, f, options) {
  if (!recording) return listen.call(this, type, f, options);
  const given = typeof options === 'object' && options ? options : { capture: !!options };
  return listen.call(this, type, f, { ...given, signal: given.signal ? AbortSignal.any([given.signal, ending.signal]) : ending.signal });
};
for (const name of ['ResizeObserver', 'IntersectionObserver', 'MutationObserver']) {
  window[name] = class extends window[name] {
    constructor(...given) { super(...given); if (recording) observers.push(this); }
  };
}
on(d, 'DOMContentLoaded', () => { recording = false; });
const end = () => {
  ending.abort(); ending = new AbortController();
  observers.forEach(o => o.disconnect()); observers = [];
};

/* —— a page becomes another: nodes that are in both stay, so that focus, selection and what is open stay too —— */
const attributes = (old, fresh) => {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !(name === 'open' && old.localName === 'details')) old.removeAttribute(name);
  }
  for (const a of fresh.attributes) if (old.getAttribute(a.name) !== a.value) old.setAttributeNS(a.namespaceURI, a.name, a.value);
};
const alike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && !a.id && !b.id;
/* The node that becomes `want`: the one with its id, wherever it is; else an equal one near by; else the next of its kind. */
const match = (want, at, old, known) => {
  if (want.id) {
    const have = known.get(want.id);
    return have && have.nodeName === want.nodeName && !have.contains(old) ? have : null;
  }
  for (let near = at, steps = 12; near && steps--; near = near.nextSibling) if (near.isEqualNode(want)) return near;
  for (let near = at; near; near = near.nextSibling) if (alike(near, want)) return near;
  return null;
};
const morph = (old, fresh, known) => {
  if (old.nodeType !== Node.ELEMENT_NODE) { if (old.data !== fresh.data) old.data = fresh.data; return; }
  attributes(old, fresh);
  if (old.localName === 'template') { if (old.innerHTML !== fresh.innerHTML) old.innerHTML = fresh.innerHTML; return; }
  let at = old.firstChild;
  for (const want of [...fresh.childNodes]) {
    const have = match(want, at, old, known);
    if (!have) { old.insertBefore(d.importNode(want, true), at); continue; }
    if (have === at) at = at.nextSibling; else old.insertBefore(have, at);
    morph(have, want, known);
  }
  while (at) { const next = at.nextSibling; at.remove(); at = next; }
};

/* —— what a reader has open, and how it is found again —— */
const MOUSE = { bubbles: true, cancelable: true, detail: 1 };
const trail = el => { /* The nearest id, and which of its kind below that. */
  const base = el.parentElement?.closest('[id]') || d.body, kind = el.localName + (el.hasAttribute('href') ? `[href="${CSS.escape(el.getAttribute('href'))}"]` : '');
  return el.id ? { id: el.id } : { base: base.id, kind, at: $$(kind, base).indexOf(el) };
};
const follow = t => t.id ? d.getElementById(t.id) : $$(t.kind, t.base ? d.getElementById(t.base) || d : d.body)[t.at];
const put = (el, type) => el.dispatchEvent(new PointerEvent('pointerdown', { ...MOUSE, pointerType: type }));
const keep = () => {
  const active = d.activeElement, anchors = $$('main [id]:not(.note, .note *, .pop *, svg *)');
  const seen = anchors.map(el => [el, el.getBoundingClientRect()]).filter(([, r]) => r.height);
  const first = seen.filter(([, r]) => r.top <= innerHeight / 3).at(-1) || seen[0];
  const pops = $$('.pop:popover-open').filter(p => !p.parentElement.closest('.pop') && p.previousElementSibling);
  const kept = {
    scroll: first && scrollY > 0 ? [first[0].id, first[1].top] : null, y: scrollY,
    note: $('.note.on')?.id,
    pops: pops.map(p => [trail(p.previousElementSibling), p.matches('.pinned')]),
    focus: active && active !== d.body ? trail(active) : null,
    sorted: $$('th[aria-sort]').map(th => [trail(th), th.getAttribute('aria-sort')]),
    hash: location.hash,
  };
  $$('.pop-close').reverse().forEach(b => b.click());
  /* Scripts that start look for a hash and go there; a reader has moved on. */
  if (kept.hash) history.replaceState(history.state, '', location.pathname + location.search);
  return kept;
};
const restore = kept => {
  if (kept.hash) history.replaceState(history.state, '', location.pathname + location.search + kept.hash);
  $$('input[type=search]').filter(i => i.value).forEach(i => i.dispatchEvent(new Event('input', { bubbles: true })));
  for (const [t, way] of kept.sorted) {
    const button = follow(t)?.querySelector('.sort');
    button?.click(); if (way === 'descending') button?.click();
  }
  const note = kept.note && d.getElementById(kept.note), id = note && CSS.escape(note.id);
  if (note && !note.matches('.on') && !note.hidden) ($(`.ref[href="#${id}"]`) || note).dispatchEvent(new MouseEvent('click', MOUSE));
  for (const [t, pinned] of kept.pops) {
    const a = follow(t); if (!a) continue;
    put(a, 'touch'); a.dispatchEvent(new MouseEvent('click', MOUSE)); put(a, 'mouse');
    if (pinned) a.nextElementSibling?.querySelector('.pop-pin')?.click();
  }
  const focus = kept.focus && follow(kept.focus);
  if (focus && focus !== d.activeElement) focus.focus({ preventScroll: true });
  const anchor = kept.scroll && d.getElementById(kept.scroll[0]);
  scrollTo({ top: anchor ? scrollY + anchor.getBoundingClientRect().top - kept.scroll[1] : kept.y, behavior: 'instant' });
};

/* —— exchanging —— */
const local = (el, name) => { const url = new URL(el.getAttribute(name), location); return url.origin === location.origin ? url : null; };
const styles = (changed, fresh) => {
  for (const link of $$('link[rel=stylesheet]')) {
    const url = local(link, 'href'); if (!url) continue;
    const path = url.pathname.slice(1), next = fresh && $$('link[rel=stylesheet]', fresh).map(l => new URL(l.getAttribute('href'), location)).find(u => u.pathname === url.pathname);
    if (!changed.includes(path) && !(next && next.search && next.search !== url.search && !url.searchParams.has('live'))) continue;
    if (next) url.search = next.search;
    url.searchParams.set('live', since);
    const twin = link.cloneNode(); twin.href = url.pathname + url.search;
    /* The old sheet stays until the new one is there; then what was measured is measured again. */
    twin.onload = () => { link.remove(); dispatchEvent(new Event('resize')); };
    twin.onerror = () => twin.remove();
    link.after(twin);
  }
};
let pending = null;
const exchange = () => {
  const { fresh } = pending, kept = keep(), known = new Map($$('body [id]').map(el => [el.id, el]));
  end();
  d.title = fresh.title; d.documentElement.lang = fresh.documentElement.lang;
  morph(d.body, fresh.body, known);
  dispatchEvent(new Event('glossator-exchange'));
  recording = true;
  pending.finish = () => { recording = false; restore(kept); dispatchEvent(new Event('glossator-exchanged')); };
};
/* One script file holds the exchange and the page's scripts, so that nothing is painted in between. */
const run = fresh => new Promise((done, fail) => {
  const query = new URLSearchParams(), script = d.createElement('script');
  for (const s of $$('script[src][defer]:not(#glossator-live)')) { const url = local(s, 'src'); if (url) query.append('script', url.pathname.slice(1)); }
  query.append('at', since);
  pending = { fresh };
  script.src = `${own}again.js?${query}`;
  script.onerror = () => { script.remove(); fail(new Error('the server is gone')); };
  script.onload = () => { script.remove(); if (pending.finish) pending.finish(); else location.reload(); done(); };
  d.head.append(script);
});
const parse = text => new DOMParser().parseFromString(text, 'text/html');
let last = null;
const swap = async changed => {
  const answer = await fetch('/' + page.split('/').map(encodeURIComponent).join('/'), { headers: { accept: 'text/html' } });
  if (!answer.ok) return;
  const text = await answer.text(), fresh = parse(text), facts = $('#glossator-live', fresh)?.dataset;
  if (!facts || facts.run !== me.run) { location.reload(); return; }
  styles(changed, fresh);
  const body = fresh.body.innerHTML;
  if (body !== last) await run(fresh);
  last = body; /* What came between the question and this answer, as another script, is in the next answer. */
};

/* —— what the server says —— */
let asking = false, again = false;
const check = async () => {
  if (asking || d.hidden) { again = asking; return; } /* A page that is not seen looks again when it is. */
  asking = true;
  do {
    again = false;
    try {
      await take(await (await fetch(`${own}state?${new URLSearchParams({ page, since, looking: '' })}`)).json());
      panel.online(true);
    } catch { panel.online(false); }
  } while (again);
  asking = false;
};
const take = async state => {
  if (state.run !== me.run || (state.scripts.length && state.page !== 'gone' && uses(state.scripts))) { location.reload(); return; }
  if (state.page === 'gone' && me.there) {
    if (state.moved) { location.replace('/' + state.moved + location.search + location.hash); return; }
  } else if (state.page === 'changed') {
    if (!me.there) { location.reload(); return; }
    await swap(state.styles);
  } else if (state.styles.length) styles(state.styles, null);
  since = Math.max(since, state.epoch);
  dispatchEvent(new Event('glossator-state'));
  panel.show(state.faults, state.page === 'gone' && !!me.there);
};
const uses = paths => $$('script[src]').some(s => paths.includes(local(s, 'src')?.pathname.slice(1)));

/* One stream a browser, whichever tab holds the lock; the others hear of it. HTTP/1.1 allows six connections in all. */
const channel = new BroadcastChannel('glossator-live');
channel.onmessage = () => check();
const stream = () => new Promise(() => {
  const source = new EventSource(own + 'events');
  source.onmessage = e => { channel.postMessage(e.data); check(); };
  source.onerror = () => panel.online(false);
});

/* —— faults, laid over the page —— */
const CSS_ = `
:host { all: initial; }
* { box-sizing: border-box; }
:host, button { font: 14px/1.5 system-ui, sans-serif; color-scheme: light dark; }
.dot { position: fixed; inset: auto auto 12px 12px; z-index: 2147483000; padding: 4px 12px; border: 1px solid; border-radius: 99px; background: Canvas; color: CanvasText; cursor: pointer; }
.dot.bad { background: #a3150f; color: #fff; border-color: #fff; }
dialog { width: min(880px, calc(100vw - 24px)); max-height: calc(100dvh - 24px); padding: 20px 24px; overflow: auto; border: 1px solid; border-top: 5px solid #a3150f; border-radius: 6px; background: Canvas; color: CanvasText; }
dialog.mild { border-top-color: #8a6100; }
dialog::backdrop { background: rgb(0 0 0 / .45); }
.head { display: flex; gap: 16px; align-items: baseline; justify-content: space-between; }
h2 { margin: 0; font-size: 18px; } h3 { margin: 0; font-size: 15px; overflow-wrap: anywhere; }
ol { list-style: none; margin: 0; padding: 0; }
li { padding: 14px 0; border-top: 1px solid color-mix(in srgb, currentColor 25%, transparent); margin-top: 14px; }
p { margin: 4px 0; overflow-wrap: anywhere; }
pre { margin: 8px 0; padding: 8px 10px; overflow: auto; font: 13px/1.5 ui-monospace, monospace; background: color-mix(in srgb, CanvasText 7%, Canvas); white-space: pre-wrap; overflow-wrap: anywhere; }
pre.excerpt { white-space: pre; overflow-wrap: normal; }
.at { font-weight: 700; } .caret { color: light-dark(#a3150f, #ff9a92); font-weight: 700; }
.kind { font-weight: 700; color: light-dark(#a3150f, #ff9a92); } .warning .kind { color: light-dark(#7a5600, #e5b84c); }
.row { display: flex; flex-wrap: wrap; gap: 6px 14px; align-items: baseline; } a { color: light-dark(#0b57d0, #9cc2ff); }
button { padding: 3px 10px; border: 1px solid; border-radius: 4px; background: Canvas; color: CanvasText; cursor: pointer; }
:focus-visible { outline: 2px solid Highlight; outline-offset: 2px; }
@media print { :host { display: none; } }`;
const make = (tag, facts = {}, ...inner) => {
  const el = d.createElement(tag);
  for (const [name, value] of Object.entries(facts)) if (value !== '') el.setAttribute(name, value);
  el.append(...inner);
  return el;
};
const excerpt = fault => {
  const width = String(fault.excerpt.at(-1)?.[0] || '').length, lines = [];
  for (const [number, text] of fault.excerpt) {
    const at = number === fault.line;
    lines.push(make('span', { class: at ? 'at' : '' }, `${String(number).padStart(width)} │ ${text}\n`));
    if (at) lines.push(make('span', { class: 'caret', 'aria-hidden': 'true' }, `${' '.repeat(width)} │ ${' '.repeat(Math.max(0, fault.caret - 1))}^\n`));
  }
  return make('pre', { class: 'excerpt', tabindex: '0', role: 'group', 'aria-label': `Excerpt of ${fault.path}` }, ...lines);
};
const entry = fault => {
  const place = fault.path ? `${fault.path}:${fault.line}:${fault.column}` : 'The build';
  const copy = make('button', { type: 'button', class: 'copy' }, 'Copy path');
  copy.onclick = async () => { await navigator.clipboard.writeText(`${fault.file}:${fault.line}:${fault.column}`); copy.textContent = 'Copied'; };
  return make('li', { class: fault.weight },
    make('div', { class: 'row' },
      make('h3', {}, fault.editor ? make('a', { href: fault.editor, class: 'edit', title: 'Open in the editor' }, place) : place),
      ...(fault.file ? [copy] : [])),
    make('p', {}, make('span', { class: 'kind' }, `${fault.weight === 'error' ? 'Error' : 'Warning'} ${fault.code}`), ` ${fault.message}`),
    ...(fault.excerpt.length ? [excerpt(fault)] : []),
    ...(fault.detail.length ? [make('pre', {}, fault.detail.join('\n'))] : []),
    ...(fault.help ? [make('p', { class: 'help' }, `help: ${fault.help}`)] : []));
};
const count = (n, word) => n ? `${n} ${word}${n > 1 ? 's' : ''}` : '';
const panel = (() => {
  const host = make('div', { id: 'glossator-panel', lang: 'en' }), root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet(); sheet.replaceSync(CSS_); root.adoptedStyleSheets = [sheet];
  const title = make('h2', { id: 'title' }), list = make('ol'), close = make('button', { type: 'button', class: 'close' }, 'Close');
  const dialog = make('dialog', { 'aria-labelledby': 'title' }, make('div', { class: 'head' }, title, make('a', { href: '/health.html' }, 'Health of the site'), close), list);
  const dot = make('button', { type: 'button', class: 'dot', 'aria-haspopup': 'dialog', hidden: 'hidden' });
  let seen = '', errors = 0, words = '', away = false;
  root.append(dot, dialog);
  const open = () => { if (!dialog.open) dialog.showModal(); dialog.scrollTop = 0; };
  const label = () => { dot.textContent = away ? 'The server does not answer' : words; dot.hidden = !dot.textContent; dot.classList.toggle('bad', away || errors > 0); };
  dot.onclick = () => { if (list.children.length) open(); };
  close.onclick = () => dialog.close();
  on(dialog, 'click', e => { if (e.target === dialog) dialog.close(); });
  /* Keys typed here are not for the page below. */
  on(host, 'keydown', e => e.stopPropagation());
  return {
    attach() { d.documentElement.append(host); },
    online(yes) { away = !yes; label(); },
    show(faults, gone) {
      const now = JSON.stringify([faults, gone]); errors = faults.filter(f => f.weight === 'error').length;
      if (now === seen) return; /* What was put aside comes back only when it is something else. */
      seen = now;
      words = [gone && 'This page is gone', count(errors, 'error'), count(faults.length - errors, 'warning')].filter(Boolean).join(', ');
      title.textContent = errors ? `${count(errors, 'error')}: this is the last good page` : words;
      dialog.classList.toggle('mild', !errors);
      list.replaceChildren(...faults.map(entry)); label();
      if (errors) open(); else if (dialog.open) dialog.close();
    },
  };
})();

window.glossatorLive = { exchange };
const start = () => {
  panel.attach();
  if (navigator.locks) navigator.locks.request('glossator-live', stream); else stream();
  on(d, 'visibilitychange', () => { if (!d.hidden) check(); });
  on(window, 'pageshow', e => { if (e.persisted) check(); });
  check();
};
start();
})();
