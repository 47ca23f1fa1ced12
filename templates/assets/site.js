/* What scripts add: notes in the margins, passage and note linked, filters, popovers, keys, running head.
   The page is complete without it. One classic script, so that it works from file://; no words of its own, they stand
   in the templates; styles are set through the CSSOM only, which a strict Content-Security-Policy allows. */
(() => {
'use strict';
const d = document, root = d.documentElement;
const $ = (s, c = d) => c.querySelector(s), $$ = (s, c = d) => [...c.querySelectorAll(s)];
const keep = (key, value) => {
  try { if (value === undefined) return localStorage.getItem(key); localStorage.setItem(key, value); } catch { /* forbidden */ }
  return null;
};
const soon = work => { let asked = 0; return () => { asked ||= requestAnimationFrame(() => { asked = 0; work(); }); }; };
const typing = e => e.target.closest?.('input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]');
const params = new URLSearchParams(location.search);
const remember = (name, value) => {
  if (value) params.set(name, value); else params.delete(name);
  const query = params.toString().replaceAll('%2C', ',');
  try { history.replaceState(history.state, '', location.pathname + (query && '?' + query) + location.hash); } catch { /* some hosts */ }
};

/* —— light and dark —— */
const theme = () => {
  const button = $('.theme'); if (!button) return;
  const ids = ['auto', 'light', 'dark'], words = button.dataset.words.split(' ');
  const set = id => {
    if (id === 'auto') delete root.dataset.theme; else root.dataset.theme = id;
    $('span', button).textContent = words[ids.indexOf(id)];
  };
  let now = ids.includes(keep('theme')) ? keep('theme') : 'auto';
  set(now); button.hidden = false;
  button.onclick = () => { now = ids[(ids.indexOf(now) + 1) % 3]; set(now); keep('theme', now); };
};

/* —— filters: a list of counts becomes a row of switches —— */
const switches = (list, change) => {
  const name = list.dataset.filter, off = new Set((params.get('no-' + name) || '').split(',').filter(Boolean));
  const buttons = $$('li', list).map(li => {
    const b = d.createElement('button'), id = li.dataset.id;
    b.type = 'button'; b.append(...li.firstElementChild.childNodes); li.replaceChildren(b);
    b.onclick = () => { if (!off.delete(id)) off.add(id); show(); remember('no-' + name, [...off].join(',')); change(); };
    return [id, b];
  });
  const show = () => buttons.forEach(([id, b]) => b.setAttribute('aria-pressed', String(!off.has(id))));
  show();
  return { name, off, clear() { off.clear(); show(); remember('no-' + name, ''); } };
};

/* —— notes —— */
const LIMIT = 170, LEAST = 4, GAP = 14;
const margins = spread => {
  const leaf = $('.leaf', spread), head = $('.leaf-head', leaf);
  const all = $$('.note', leaf).map(el => {
    const id = el.id.slice(5), home = d.createComment('');
    el.after(home);
    return {
      el, id, home, body: $('.note-body', el), foot: $('.note-foot', el), more: $('.more', el), left: el.matches('.left'),
      marks: $$('.m', leaf).filter(m => m.dataset.note === id), ref: $$('.ref', leaf).find(r => r.getAttribute('href') === '#note-' + id),
    };
  });
  const of = el => all.find(n => el && n.id === (el.dataset.note || el.id.slice(5)));
  let on = null, columns = 0;
  const live = () => all.filter(n => !n.el.hidden);

  const svg = 'http://www.w3.org/2000/svg', wire = d.createElementNS(svg, 'svg'), path = d.createElementNS(svg, 'path');
  wire.setAttribute('class', 'wire'); wire.setAttribute('aria-hidden', 'true'); wire.append(path); spread.append(wire);

  /* Notes that touch form a cluster and share its displacement; the active note keeps its own line. */
  const place = list => {
    const out = [];
    for (const n of list) {
      let c = { items: [n], height: n.h, top: n.want };
      for (let p; (p = out.at(-1)) && p.top + p.height + GAP > c.top;) {
        out.pop();
        c = { items: [...p.items, ...c.items], height: p.height + GAP + c.height, top: 0 };
        let offset = 0, sum = 0, pinned = null;
        for (const i of c.items) { if (i === on) pinned = i.want - offset; sum += i.want - offset; offset += i.h + GAP; }
        c.top = Math.max(0, pinned ?? sum / c.items.length);
      }
      out.push(c);
    }
    for (const c of out) { let y = c.top; for (const n of c.items) { n.y = Math.round(y); n.cluster = c; y += n.h + GAP; } }
  };
  const sides = list => columns > 1 ? [list.filter(n => n.left), list.filter(n => !n.left)] : [list];

  /* Where each line of a note's body ends, so that a fold never cuts through one: half-way to the next line. A fold
     does not end with the head of a list or table either. */
  const ends = body => {
    const range = d.createRange(), top = body.getBoundingClientRect().top, lines = [];
    range.selectNodeContents(body);
    for (const r of [...range.getClientRects()].filter(r => r.height > 4 && r.width).sort((a, b) => a.bottom - b.bottom)) {
      const last = lines.at(-1);
      if (last && r.top < last.bottom - 5) last.bottom = Math.max(last.bottom, r.bottom);
      else lines.push({ top: r.top, bottom: r.bottom });
    }
    const heads = $$('dt, thead, caption', body).map(e => e.getBoundingClientRect());
    return lines.map((l, i) => ({
      at: (lines[i + 1] ? (l.bottom + lines[i + 1].top) / 2 : l.bottom) - top,
      weak: heads.some(h => l.bottom > h.top + 2 && l.bottom < h.bottom + 2),
    }));
  };
  const measure = (list, top) => list.forEach(n => {
    const at = (n.marks[0] || head || leaf).getClientRects()[0], box = getComputedStyle(n.body);
    n.rem = parseFloat(box.lineHeight);
    n.line = at ? (n.marks.length ? (at.top + at.bottom) / 2 : at.top + 40) - top : 0;
    n.want = Math.max(0, n.line - n.rem * .85);
    n.full = n.h = Math.ceil(n.el.getBoundingClientRect().height); n.tall = n.body.getBoundingClientRect().height;
    n.under = n.foot.getBoundingClientRect().height; n.ends = ends(n.body); n.lines = n.fold = n.ends.length;
  });
  const refold = (n, lines) => {
    while (lines > 1 && lines < n.lines && n.ends[lines - 1].weak) lines--;
    n.fold = lines;
    n.h = lines < n.lines ? Math.ceil(n.full - n.tall - n.under + n.ends[lines - 1].at) : n.full;
  };
  /* Fold only where it is crowded, the tallest note of the cluster first; give back what room is left. */
  const crowd = (list, limit) => {
    const columns_ = sides(list);
    for (let go = 3000; go--;) {
      columns_.forEach(place);
      const bad = new Set(list.filter(n => Math.abs(n.y - n.want) > LIMIT || n.y + n.h > limit).map(n => n.cluster));
      const picked = new Set();
      for (const c of bad) {
        const n = c.items.filter(i => i !== on && i.fold > LEAST).sort((a, b) => b.h - a.h)[0];
        if (n) picked.add(n);
      }
      if (!picked.size) break;
      for (const n of picked) refold(n, n.fold - 1);
    }
    for (const column of columns_) column.forEach((n, i) => {
      const room = (column[i + 1]?.y ?? Infinity) - GAP - n.y;
      if (n.fold === n.lines) return;
      if (room >= n.full) { refold(n, n.lines); return; }
      for (let more = n.fold + 1; more < n.lines && n.h + n.ends[more - 1].at - n.ends[n.fold - 1].at <= room; more++) {
        if (!n.ends[more - 1].weak) refold(n, more);
      }
    });
  };
  const layout = () => {
    columns = +getComputedStyle(spread).getPropertyValue('--margins');
    spread.classList.toggle('margin', columns > 0);
    const list = live();
    list.forEach(n => { n.el.classList.remove('folded'); n.more.hidden = true; n.ref?.toggleAttribute('aria-expanded', false); });
    if (!columns) {
      spread.style.minHeight = ''; spread.classList.remove('settled'); draw(null);
      list.forEach(n => n.ref?.setAttribute('aria-expanded', String(n === on)));
      return;
    }
    if (on) on.home.before(on.el);
    const height = leaf.offsetHeight;
    measure(list, spread.getBoundingClientRect().top);
    list.sort((a, b) => a.want - b.want);
    crowd(list, height + 60);
    list.forEach(n => {
      const folded = n.fold < n.lines;
      n.el.classList.toggle('folded', folded); n.more.hidden = !folded;
      n.el.style.setProperty('--fold', folded ? n.ends[n.fold - 1].at + 'px' : 'none'); n.el.style.setProperty('--y', n.y + 'px');
    });
    spread.style.minHeight = Math.max(height, ...list.map(n => n.y + n.h)) + 'px';
    draw(on);
    if (!spread.classList.contains('settled')) requestAnimationFrame(() => requestAnimationFrame(() => columns && spread.classList.add('settled')));
  };
  const relayout = soon(layout);

  const draw = n => {
    path.removeAttribute('d');
    if (!n || !columns || n.el.hidden || !n.marks.length) return;
    wire.style.setProperty('--k', getComputedStyle(n.el).getPropertyValue('--k'));
    const x = leaf.offsetLeft, w = leaf.offsetWidth, pad = parseFloat(getComputedStyle(leaf).paddingLeft), e = n.el.offsetLeft;
    const at = n.line + n.rem * .6;
    path.setAttribute('d', n.left && columns > 1
      ? `M${e + n.el.offsetWidth} ${n.y + .5}H${x - 10}L${x} ${at}H${x + pad - 4}`
      : `M${e} ${n.y + .5}H${x + w + 10}L${x + w} ${at}H${x + w - pad + 4}`);
  };
  const light = (n, name, yes) => n && [n.el, ...n.marks].forEach(e => e.classList.toggle(name, yes));

  /* On narrow screens a note opens under the line of its passage: it floats after the outermost mark. */
  const open = n => {
    if (columns || !n.marks.length || n.marks[0].closest('table, pre, h1, h2, h3, h4, h5, h6, figcaption')) return;
    let mark = n.marks.at(-1);
    for (let m; (m = mark.parentElement.closest('.m'));) mark = m;
    mark.after(n.el);
  };
  const set = (n, go) => {
    light(on, 'on', false);
    if (on) on.home.before(on.el);
    on = n; light(n, 'on', true);
    if (n) open(n);
    layout();
    if (n && go) {
      (n.marks[0] || n.el).scrollIntoView({ block: 'center' });
      (n.ref || n.el).focus({ preventScroll: true });
    }
    dispatchEvent(new CustomEvent('note', { detail: n && live().indexOf(n) }));
  };
  const reach = n => { if (n.el.hidden) everything(); };

  /* Passage to note. Where passages overlap, a second click takes the next outer one. */
  const pick = mark => {
    const chain = []; for (let m = mark; m; m = m.parentElement.closest('.m')) if (of(m) && !of(m).el.hidden) chain.push(of(m));
    const next = chain[chain.indexOf(on) + 1];
    return next || (columns ? chain[0] : null);
  };
  leaf.addEventListener('click', e => {
    if (e.target.closest('.pop')) return;
    const ref = e.target.closest('.ref'), note = e.target.closest('.note'), mark = e.target.closest('.m'), lemma = e.target.closest('a.lemma');
    if (e.metaKey || e.ctrlKey || e.shiftKey) return;
    if (ref && !note) {
      const n = all.find(i => i.ref === ref); if (!n) return;
      e.preventDefault();
      const closing = on === n && !columns;
      set(closing ? null : n);
      if (!e.detail && !closing) ($('a.lemma', n.el) || n.el).focus({ preventScroll: !!columns });
    } else if (note) {
      const n = of(note);
      if (lemma) { e.preventDefault(); set(n, true); }
      else if (e.target === n.more || (columns && on !== n && !e.target.closest('a, button, summary') && getSelection().isCollapsed)) set(n);
    } else if (mark && !e.target.closest('a') && getSelection().isCollapsed) set(pick(mark));
  });
  leaf.addEventListener('focusin', e => {
    const note = e.target.closest('.note');
    if (note && columns && on !== of(note) && !e.target.closest('.pop') && e.target.matches(':focus-visible')) set(of(note));
  });
  let warm = null;
  leaf.addEventListener('pointerover', e => {
    const n = of(e.target.closest('.note') || e.target.closest('.m'));
    if (n === warm) return;
    light(warm, 'hot', false); warm = n; light(n, 'hot', true); draw(n || on);
  });
  leaf.addEventListener('pointerleave', () => { light(warm, 'hot', false); warm = null; draw(on); });

  /* Filters and modes. */
  const lists = $$('.tally [data-filter]').map(list => switches(list, () => apply()));
  const modes = $('.modes'), radios = modes ? $$('input', modes) : [];
  let mode = radios.some(r => r.value === params.get('mode')) ? params.get('mode') : 'all';
  const shown = el => (mode !== 'article') && (mode !== 'verdicts' || !!el.dataset.verdict) && (mode !== 'newcomer' || el.matches('.left'))
    && lists.every(({ name, off }) => !off.size || !el.dataset[name] || !el.dataset[name].split('|').every(id => off.has(id)));
  const apply = () => {
    radios.forEach(r => { r.checked = r.value === mode; });
    root.dataset.mode = mode;
    all.forEach(n => {
      const yes = shown(n.el);
      n.el.hidden = !yes; n.marks.forEach(m => m.classList.toggle('off', !yes)); n.ref?.classList.toggle('off', !yes);
    });
    if (on?.el.hidden) set(null); else layout();
    dispatchEvent(new CustomEvent('notes', { detail: live().length }));
  };
  const everything = () => { mode = 'all'; remember('mode', ''); lists.forEach(l => l.clear()); apply(); };
  if (modes) {
    modes.hidden = false;
    modes.onchange = e => { mode = e.target.value; remember('mode', mode === 'all' ? '' : mode); apply(); };
  }

  const step = by => {
    const list = live(); if (!list.length) return;
    let i = list.indexOf(on);
    if (i < 0) { /* Begin with what is being read. */
      const middle = innerHeight / 2;
      i = list.findIndex(n => n.marks[0] && n.marks[0].getBoundingClientRect().top > middle * .3);
      i = i < 0 ? (by > 0 ? 0 : list.length - 1) : (by > 0 ? i : i - 1);
    } else i += by;
    set(list[(i + list.length) % list.length], true);
  };
  const hash = () => {
    const id = decodeURIComponent(location.hash.slice(1)), n = all.find(i => id === 'note-' + i.id || id === 'mark-' + i.id);
    if (n) { reach(n); set(n, true); }
  };
  addEventListener('hashchange', hash);
  addEventListener('resize', relayout);
  addEventListener('beforeprint', () => set(null));
  d.addEventListener('toggle', e => { if (spread.contains(e.target) && !e.target.matches('.pop')) relayout(); }, true);
  d.fonts.ready.then(relayout); d.fonts.addEventListener?.('loadingdone', relayout);
  let width = 0, tall = 0;
  new ResizeObserver(() => {
    const h = leaf.offsetHeight, w = leaf.offsetWidth;
    if (columns && (Math.abs(h - tall) > 1 || w !== width)) relayout();
    tall = h; width = w;
  }).observe(leaf);
  apply(); hash();
  return { step, clear: () => { if (!on) return false; const r = on.ref; set(null); if (d.activeElement?.closest('.note')) r?.focus({ preventScroll: true }); return true; }, live };
};

/* —— popovers: what the page already holds, shown beside the link (WCAG 1.4.13) —— */
const popovers = () => {
  const frame = $('#pop-frame'), foot = $('.pops');
  if (!frame || !HTMLElement.prototype.showPopover) return { escape: () => false };
  const stack = [];
  /* Pointer and keyboard wait by themselves: a page that Tab scrolls moves below a resting pointer, which means nothing by that. */
  let off = keep('previews') === 'off', hovering = 0, focusing = 0, sweeper = 0, under = null, touch = false;
  const forget = () => { clearTimeout(hovering); clearTimeout(focusing); };
  const held = a => {
    const href = a.getAttribute('href') || '';
    const id = a.dataset.pop || (/^#(note-|fn)/.test(href) && !a.matches('.ref, .nn, .footnote-backref') ? decodeURIComponent(href.slice(1)) : '');
    const el = id && d.getElementById(id);
    return el && !el.contains(a) ? el : null;
  };
  const link = t => { const a = t?.closest?.('a[href]'); return a instanceof HTMLAnchorElement && held(a) ? a : null; };
  const fill = (body, from) => {
    body.append(...(from.content || from).cloneNode(true).childNodes);
    $$('.more, .footnote-backref, .quoted, .in', body).forEach(e => e.remove());
    [body, ...$$('*', body)].forEach(e => ['id', 'aria-labelledby', 'aria-describedby', 'aria-expanded'].forEach(n => e.removeAttribute(n)));
    $$('.pop', body).forEach(e => e.remove());
  };
  const put = p => {
    const boxes = [...p.from.getClientRects()]; if (!boxes.length) return;
    const top = Math.min(...boxes.map(b => b.top)), bottom = Math.max(...boxes.map(b => b.bottom)), el = p.el;
    el.style.maxHeight = '';
    const h = el.offsetHeight, below = innerHeight - bottom - 16, above = top - 16, under_ = h <= below || below >= above;
    el.style.maxHeight = Math.max(120, under_ ? below : above) + 'px';
    el.style.left = Math.max(8, Math.min((p.x ?? boxes[0].left) - 24, root.clientWidth - el.offsetWidth - 8)) + scrollX + 'px';
    el.style.top = (under_ ? bottom + 6 : top - el.offsetHeight - 6) + scrollY + 'px';
  };
  const close = p => {
    const at = stack.indexOf(p); if (at < 0) return;
    stack.filter(c => c.parent === p && !c.pinned).forEach(close);
    stack.splice(stack.indexOf(p), 1);
    const inside = p.el.contains(d.activeElement);
    p.from.removeAttribute('aria-expanded'); p.el.remove();
    if (inside) p.from.focus({ preventScroll: true });
  };
  const open = (a, x) => {
    if (off || stack.some(p => p.from === a)) return;
    const parent = stack.find(p => p.el.contains(a)) && stack.filter(p => p.el.contains(a)).at(-1);
    for (const p of [...stack]) if (!p.pinned && p !== parent && !p.el.contains(a)) close(p);
    const el = frame.content.firstElementChild.cloneNode(true), body = $('.pop-body', el), source = held(a);
    fill(body, source);
    body.classList.add(...['note', 'refs'].filter(c => source.matches('.' + c) || source.parentElement?.matches('.' + c)).map(c => 'of-' + c));
    const own = source.className.toString().match(/\bk-[\w-]+/); if (own) el.classList.add(own[0]);
    $('.pop-go', el).href = a.href;
    const p = { el, from: a, parent, pinned: false, x };
    $('.pop-pin', el).onclick = e => { p.pinned = !p.pinned; e.currentTarget.setAttribute('aria-pressed', String(p.pinned)); el.classList.toggle('pinned', p.pinned); };
    $('.pop-close', el).onclick = () => close(p);
    $('.pop-off', el).onclick = () => enable(false);
    a.after(el); a.setAttribute('aria-expanded', 'true'); stack.push(p);
    el.showPopover(); put(p);
  };
  const kept = p => {
    const active = d.activeElement, sel = getSelection();
    const self = p.pinned || p.el.contains(under) || p.from.contains(under) || p.el.contains(active)
      || (active === p.from && active.matches(':focus-visible')) || (!sel.isCollapsed && p.el.contains(sel.anchorNode)) || p.tapped;
    return self || stack.some(c => c.parent === p && kept(c));
  };
  const sweep = () => { for (const p of [...stack]) if (stack.includes(p) && !kept(p)) close(p); };
  const later = () => { clearTimeout(sweeper); sweeper = setTimeout(sweep, 300); };
  const enable = yes => {
    off = !yes; keep('previews', yes ? 'on' : 'off');
    if (off) [...stack].forEach(close);
    foot?.setAttribute('aria-pressed', String(yes));
  };
  d.addEventListener('pointerover', e => {
    under = e.target; if (e.pointerType === 'touch') return;
    clearTimeout(hovering);
    const a = link(e.target);
    if (a) hovering = setTimeout(open, 320, a, e.clientX);
    if (stack.length) later();
  });
  d.addEventListener('pointerout', e => { if (!e.relatedTarget) { under = null; clearTimeout(hovering); later(); } });
  d.addEventListener('pointerdown', e => {
    touch = e.pointerType === 'touch';
    forget();
    if (!e.target.closest('.pop')) for (const p of [...stack]) if (!p.pinned && !p.from.contains(e.target)) close(p);
  });
  d.addEventListener('focusin', e => {
    const a = link(e.target);
    forget();
    if (a && a.matches(':focus-visible')) focusing = setTimeout(open, 420, a);
    later();
  });
  d.addEventListener('focusout', () => { forget(); later(); });
  d.addEventListener('click', e => {
    const a = link(e.target); if (!a || off) return;
    if (touch && !stack.some(p => p.from === a)) { e.preventDefault(); open(a); const p = stack.at(-1); if (p?.from === a) p.tapped = true; }
    else for (const p of [...stack]) if (!p.pinned) close(p);
  });
  addEventListener('resize', () => { for (const p of [...stack]) if (p.from.getClientRects().length) put(p); else close(p); });
  if (foot) { foot.hidden = false; foot.setAttribute('aria-pressed', String(!off)); foot.onclick = () => enable(off); }
  return { escape() { forget(); const p = stack.at(-1); if (p) close(p); return !!p; } };
};

/* —— the running head: where one is, the contents, the way back —— */
const running = notes => {
  const run = $('.run'), head = $('.b-head'), toc = $('.toc ol'); if (!run || !head) return;
  const links = toc ? $$('a', toc) : [], targets = links.map(a => d.getElementById(decodeURIComponent(a.hash.slice(1))));
  const list = $('.run-list', run), button = $('.run-toc', run), back = $('.run-back', run), at = $('.run-at', run);
  if (toc) list.append(toc.cloneNode(true)); else button.hidden = true;
  const copies = $$('a', list), title = button.textContent;
  const fold = yes => { list.hidden = yes; button.setAttribute('aria-expanded', String(!yes)); };
  button.onclick = () => fold(!list.hidden);
  list.onclick = () => fold(true);
  d.addEventListener('pointerdown', e => { if (!run.contains(e.target)) fold(true); });
  $$('[data-step]', run).forEach(b => { b.onclick = () => { notes?.step(+b.dataset.step); b.focus({ preventScroll: true }); }; });
  addEventListener('note', e => { if (at) at.textContent = e.detail === null || e.detail < 0 ? '' : e.detail + 1 + ' / '; });
  const paragraphs = $$('.para[id]');
  const here = () => paragraphs.filter(p => p.getBoundingClientRect().top < innerHeight * .4).at(-1);
  const key = 'at:' + location.pathname;
  let spot = 0;
  const follow = () => {
    run.hidden = head.getBoundingClientRect().bottom > 40 && scrollY < 900; if (run.hidden) fold(true);
    const now = targets.findLastIndex(t => t && t.getBoundingClientRect().top < innerHeight * .35);
    [links, copies].forEach(set => set.forEach((a, i) => { if (i === now) a.setAttribute('aria-current', 'true'); else a.removeAttribute('aria-current'); }));
    button.textContent = now >= 0 ? links[now].textContent : title;
    const p = here(); if (p) { clearTimeout(spot); spot = setTimeout(() => keep(key, p.id), 400); }
  };
  addEventListener('scroll', soon(follow), { passive: true }); addEventListener('resize', soon(follow));
  /* Back to where one was before a link on this page took one away. */
  let from = null;
  d.addEventListener('click', e => {
    const a = e.target.closest?.('a[href^="#"]');
    if (!a || e.defaultPrevented || a.closest('.run, .toc, .pn')) return;
    const p = here(); if (!p) return;
    from = scrollY; back.hidden = false; $('span', back).textContent = '¶ ' + p.id.slice(1);
  });
  back.onclick = () => { back.hidden = true; scrollTo({ top: from }); history.replaceState(history.state, '', location.pathname + location.search); };
  const resume = $('.resume'), last = keep(key);
  if (resume && last && last !== 'p1' && !location.hash && d.getElementById(last)) {
    $('a', resume).href = '#' + last; $('span', resume).textContent = last.slice(1); resume.hidden = false;
  }
  follow();
};

/* —— tables and lists: filter, find, sort —— */
const tables = () => {
  const reach = soon(() => $$('table, pre').forEach(t => {
    if (t.scrollWidth > t.clientWidth + 1 && getComputedStyle(t).overflowX === 'auto') t.tabIndex = 0; else t.removeAttribute('tabindex');
  }));
  reach(); addEventListener('resize', reach);
  /* An entry is hidden as long as anything leaves it out: a switch, a choice, what is typed. */
  const reasons = new Map();
  const mark = (why, el, yes) => {
    const set = reasons.get(el) || new Set();
    if (yes) set.add(why); else set.delete(why);
    reasons.set(el, set); el.hidden = set.size > 0;
  };
  const tell = () => $$('.picks .found').forEach(out => {
    const rows = $$('.ledger tbody tr', out.closest('section')), left = rows.filter(r => !r.hidden).length;
    out.textContent = left < rows.length ? left + out.dataset.of + rows.length : '';
  });
  $$('[data-filter]:not(.tally *, .tl-tools *)').forEach(list => {
    const name = list.dataset.filter, rows = $$(`tr[data-${name}]`);
    const apply = () => { rows.forEach(r => mark('no-' + name, r, s.off.has(r.dataset[name]))); tell(); };
    const s = switches(list, apply); apply();
  });
  $$('.picks').forEach(box => { box.hidden = false; });
  $$('[data-pick]').forEach(pick => {
    const name = pick.dataset.pick, rows = $$(`tr[data-${name}]`), asked = params.get(name);
    const apply = () => { rows.forEach(r => mark(name, r, pick.value && r.dataset[name] !== pick.value)); tell(); };
    if ([...pick.options].some(o => o.value === asked)) pick.value = asked;
    pick.onchange = () => { remember(name, pick.value); apply(); };
    apply();
  });
  const plain = t => t.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  $$('.find').forEach(box => {
    const input = $('input', box), out = $('output', box), rows = $$(input.dataset.find).map(el => [el, plain(el.textContent)]);
    box.hidden = false;
    input.oninput = () => {
      const words = plain(input.value).split(/\s+/).filter(Boolean);
      rows.forEach(([el, text]) => mark(input, el, !words.every(w => text.includes(w))));
      $$('.lettered').forEach(s => { s.hidden = !$('li:not([hidden])', s); });
      tell();
      if (out) out.textContent = words.length ? String(rows.filter(([el]) => !el.hidden && !el.matches('.out')).length) : '';
    };
  });
  $$('table.ledger').forEach(table => {
    const body = table.tBodies[0], rows = [...body.rows], heads = $$('thead th', table); if (rows.length < 3) return;
    const value = (row, i) => {
      const cell = row.cells[i], time = $('time', cell), text = cell.textContent.trim();
      if (time) return time.dateTime;
      if (cell.matches('.c-v')) return +row.dataset.n || text;
      if (cell.dataset.key) return [...$(`[data-pick="${cell.dataset.key}"]`)?.options || []].findIndex(o => o.value === row.dataset[cell.dataset.key]) || Infinity;
      return /^\d/.test(text) ? parseFloat(text) : text === '–' ? null : plain(text);
    };
    /* What has no value comes last, whichever way. */
    const sort = (i, down) => {
      heads.forEach((th, at) => { if (at === i) th.setAttribute('aria-sort', down ? 'descending' : 'ascending'); else th.removeAttribute('aria-sort'); });
      if (by) by.value = i;
      const keyed = rows.map(r => [value(r, i), r]), way = down ? -1 : 1;
      keyed.sort(([a], [b]) => (a === null) - (b === null) || (a < b ? -way : a > b ? way : 0));
      body.append(...keyed.map(([, r]) => r));
    };
    const by = table.closest('section')?.querySelector('[data-sort]');
    heads.forEach((th, i) => {
      const b = d.createElement('button'); b.type = 'button'; b.className = 'sort';
      by?.append(new Option(th.textContent, i));
      b.append(...th.childNodes); th.append(b);
      b.onclick = () => sort(i, th.getAttribute('aria-sort') === 'ascending');
    });
    if (by) by.onchange = () => { if (by.value) sort(+by.value, false); };
  });
};

/* —— timelines: which lanes are drawn and listed; the rest moves up, and the axis stays as it is. Where the drawing is wider
   than its box, the names of the lanes stand above them instead of before them, so that they can stay in view. —— */
const lanesOf = (svg, off) => {
  const { width, height } = svg.viewBox.baseVal, back = $('.back', svg), foot = $('.foot', svg), bottom = height - 28, room = 16;
  let top = 4, above = false;
  const lanes = $$('[data-lane]', svg).map(g => {
    const links = $$('a', g), name = $('.lane', g), kind = g.matches('.k-forecast') ? 'forecast' : 'event', label = g.dataset.lane;
    return {
      g, kind, links, name, y: name?.getAttribute('y'), top: (top += +g.dataset.height) - g.dataset.height, label, id: label.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-'), high: +g.dataset.height, off: false,
      count: links.reduce((sum, a) => sum + +(a.dataset.count || 1), 0),
      held: links.flatMap(a => (a.dataset.events || a.dataset.event || '').split(' ')),
    };
  });
  const show = () => {
    let by = 0;
    lanes.forEach(lane => {
      lane.off = off.kinds.has(lane.kind) || (lane.kind === 'event' && off.topics.has(lane.id));
      lane.g.classList.toggle('off', lane.off);
      lane.name?.setAttribute('y', above ? lane.top + 4 : lane.y);
      if (lane.off) by -= lane.high; else if (above && lane.name) by += room;
      lane.g.setAttribute('transform', `translate(0 ${by})`);
    });
    foot.setAttribute('transform', `translate(0 ${by})`); back.setAttribute('transform', `scale(1 ${(bottom + by) / bottom})`);
    svg.setAttribute('viewBox', `0 0 ${width} ${height + by}`);
  };
  /* Keeps the names at the left edge of what is seen, and hides labels that are cut there: their dots are out of sight. */
  let labels;
  const follow = box => {
    const wide = svg.clientWidth > box.clientWidth + 1, by = box.scrollLeft * width / svg.clientWidth;
    if (wide !== above) { above = wide; show(); }
    lanes.forEach(lane => lane.name?.setAttribute('transform', `translate(${above ? by : 0} 0)`));
    labels ||= $$('a text:not(.q)', svg).map(t => [t.parentElement, +t.getAttribute('x'), t.getComputedTextLength()]);
    labels.forEach(([a, from, long]) => a.classList.toggle('cut', above && from < by && by < from + long));
  };
  const x = a => +$('text', a).getAttribute('x');
  /* The link of an event or of the cluster that holds it, else what is nearest in time. */
  const near = a => {
    const ids = (a.dataset.events || a.dataset.event || '').split(' '), lane = lanes.find(l => l.label === a.closest('[data-lane]').dataset.lane);
    const share = x(a) / a.ownerSVGElement.viewBox.baseVal.width, far = b => Math.abs(x(b) / width - share);
    return lane?.links.find(b => ids[0] && (b.dataset.events || b.dataset.event || '').split(' ').includes(ids[0])) || [...lane?.links || []].sort((b, c) => far(b) - far(c))[0];
  };
  return { svg, lanes, show, follow, near, x };
};

/* What is left out, by kind and by topic, of all drawings of a timeline and of its list. */
const choice = (tools, lanes, off, change) => {
  const listed = new Map(lanes.flatMap(lane => lane.held.map(id => ['event-' + id, lane])));
  const items = $$('.events > [id]').map(el => [el, listed.get(el.id), el.matches('.fore') ? 'forecast' : 'event']);
  const apply = () => {
    change();
    items.forEach(([el, lane, kind]) => el.classList.toggle('out', lane ? lane.off : off.kinds.has(kind)));
  };
  const count = (li, many) => { $('.n', li).textContent = many; return many; };
  $$('[data-filter]', tools).forEach(list => {
    const topics = list.dataset.filter === 'lane', own = topics ? 'id' : 'kind';
    if (topics) {
      for (const { id, label } of lanes.filter(lane => lane.kind === 'event')) {
        const li = d.createElement('li'), span = d.createElement('span'), n = d.createElement('span');
        li.dataset.id = id; n.className = 'n'; span.append(label, n); li.append(span); list.append(li);
      }
    }
    const counts = $$('li', list).map(li => count(li, lanes.filter(lane => lane[own] === li.dataset.id).reduce((sum, lane) => sum + lane.count, 0)));
    if (counts.filter(Boolean).length < 2) { list.hidden = true; return; }
    off[topics ? 'topics' : 'kinds'] = switches(list, apply).off;
  });
  apply();
};

/* Events are one tab stop: left and right go on in time, up and down to the nearest of another lane, Enter to the list. */
const steps = ({ svg, lanes, x }) => {
  let at = null;
  const rows = () => lanes.filter(lane => !lane.off).map(lane => lane.links);
  const rest = a => { at?.setAttribute('tabindex', -1); at = a; at?.setAttribute('tabindex', 0); };
  const reset = () => { const all = rows().flat(); if (!all.includes(at)) rest(all.sort((a, b) => x(a) - x(b))[0]); };
  const to = key => {
    const here = rows(), all = here.flat().sort((a, b) => x(a) - x(b)), i = all.indexOf(at);
    if (key === 'Home') return all[0];
    if (key === 'End') return all.at(-1);
    if (key === 'ArrowLeft' || key === 'ArrowRight') return all[i + (key === 'ArrowLeft' ? -1 : 1)];
    const row = here[here.findIndex(links => links.includes(at)) + (key === 'ArrowUp' ? -1 : 1)] || [];
    return [...row].sort((a, b) => Math.abs(x(a) - x(at)) - Math.abs(x(b) - x(at)))[0];
  };
  $$('a', svg).forEach(a => a.setAttribute('tabindex', -1));
  reset();
  svg.addEventListener('focusin', e => { const a = e.target.closest('a'); if (a) rest(a); });
  svg.addEventListener('keydown', e => {
    if (e.altKey || e.ctrlKey || e.metaKey || !/^(Home|End|Arrow(Left|Right|Up|Down))$/.test(e.key)) return;
    e.preventDefault();
    to(e.key)?.focus();
    at.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
  svg.addEventListener('click', e => {
    const href = e.target.closest('a')?.getAttribute('href') || '', item = href.startsWith('#') && d.getElementById(href.slice(1));
    if (item) { item.hidden = false; item.tabIndex = -1; }
  });
  return reset;
};

/* They are made larger and smaller, and drawn sideways by the pointer. A drawing with clusters is exchanged for one with a longer
   axis and letters of the same size, which the page holds; another is magnified. */
const timelines = () => $$('.tl-tools').forEach(tools => {
  const box = tools.nextElementSibling, looks = [{ scale: 1, from: $('svg', box) }];
  for (let next = box; (next = next.nextElementSibling)?.matches('.tl-closer');) looks.push({ scale: +next.dataset.scale, from: next });
  const scales = looks.length > 1 ? looks.map(l => l.scale) : [1, 1.5, 2.25, 3.4, 5];
  const off = { kinds: new Set(), topics: new Set() };
  const take = look => {
    if (look.view) return look.view;
    const svg = look.from.content ? d.importNode(look.from.content, true).firstElementChild : look.from;
    look.view = lanesOf(svg, off); look.view.show(); look.view.reset = steps(look.view);
    return look.view;
  };
  let level = 0, view = take(looks[0]);
  choice(tools, view.lanes, off, () => { view.show(); view.reset(); });
  const set = to => {
    const held = d.activeElement?.closest?.('.tl a'), on = box.contains(held) ? held : null, old = view;
    const middle = (box.scrollLeft + box.clientWidth / 2) / box.scrollWidth;
    level = Math.max(0, Math.min(scales.length - 1, to)); box.style.setProperty('--zoom', scales[level]);
    if (looks.length > 1) {
      view = take(looks[level]);
      if (view !== old) { old.svg.replaceWith(view.svg); view.show(); view.reset(); }
    }
    box.scrollLeft = middle * box.scrollWidth - box.clientWidth / 2;
    view.follow(box);
    if (on && view !== old) { const a = view.near(on); a?.focus({ preventScroll: true }); a?.scrollIntoView({ block: 'nearest', inline: 'center' }); }
    $$('[data-zoom]', tools).forEach(b => b.setAttribute('aria-disabled', String(+b.dataset.zoom > 0 ? level === scales.length - 1 : !level)));
  };
  const by = way => set(way ? level + way : 0);
  $$('[data-zoom]', tools).forEach(b => { b.onclick = () => by(+b.dataset.zoom); });
  box.addEventListener('keydown', e => {
    const way = { '+': 1, '=': 1, '-': -1, 0: 0 }[e.key];
    if (way !== undefined && !e.ctrlKey && !e.metaKey && !e.altKey) { e.preventDefault(); by(way); }
  });
  let grip = null;
  box.addEventListener('pointerdown', e => { if (e.pointerType === 'mouse' && !e.button && !e.target.closest('a')) { grip = e.clientX + box.scrollLeft; box.setPointerCapture(e.pointerId); } });
  box.addEventListener('pointermove', e => { if (grip !== null) box.scrollLeft = grip - e.clientX; });
  box.addEventListener('pointerup', () => { grip = null; }); box.addEventListener('pointercancel', () => { grip = null; });
  const stay = soon(() => view.follow(box));
  box.addEventListener('scroll', stay, { passive: true }); addEventListener('resize', stay);
  box.removeAttribute('tabindex');
  tools.hidden = false; set(0);
  /* Of a drawing wider than the screen, the latest is seen first, to the end of its label. */
  box.scrollLeft = Math.max(...$$('a text', view.svg).map(t => t.getBoundingClientRect().right)) - box.getBoundingClientRect().right + 8;
});

/* —— records to copy: a button takes the record it stands in, or the words before it —— */
const copying = () => $$('[data-copy]').forEach(button => {
  const from = $('code', button.parentElement.closest('.record') || d.createElement('p')) || button.previousElementSibling;
  button.hidden = false;
  button.onclick = async () => {
    try { await navigator.clipboard.writeText(from.textContent); button.textContent = 'Copied'; }
    catch { getSelection().selectAllChildren(from); button.textContent = 'Selected: copy it with your keys'; }
    setTimeout(() => { button.textContent = 'Copy'; }, 2500);
  };
});

/* —— search: its script comes when it is asked for, and at once on the page of search —— */
const searching = () => {
  const frame = $('#seek-frame'), link = $('.seek-open'), page = $('.seek-page');
  if (!frame) return null;
  let asked = null;
  const load = () => asked ||= new Promise(done => {
    const s = d.createElement('script');
    s.src = frame.dataset.root + 'assets/search.js' + frame.dataset.query; s.onload = done; d.head.append(s);
  });
  const open = () => load().then(() => glossatorSearch.open());
  link?.addEventListener('click', e => { if (!e.metaKey && !e.ctrlKey && !e.shiftKey) { e.preventDefault(); open(); } });
  if (page) load().then(() => glossatorSearch.page(page));
  return open;
};

/* —— keys —— */
const keys = (notes, pops, seek) => {
  const help = $('#keys'), letters = $('.keys-on', help || d);
  if (letters) { letters.checked = keep('keys') !== 'off'; letters.onchange = () => keep('keys', letters.checked ? 'on' : 'off'); }
  const toggle = () => { if (help?.togglePopover) help.togglePopover(); };
  $$('.keys-open').forEach(b => { b.onclick = toggle; b.closest('.hint').hidden = false; });
  d.addEventListener('keydown', e => {
    if (e.altKey || e.ctrlKey || e.metaKey || e.defaultPrevented || e.isComposing) return;
    if (e.key === 'Escape') { if (pops.escape() || help?.matches(':popover-open')) return; notes?.clear(); return; }
    if (typing(e) || (letters ? !letters.checked : keep('keys') === 'off')) return;
    const by = { j: 1, n: 1, k: -1, p: -1 }[e.key];
    if (by && notes) { e.preventDefault(); notes.step(by); }
    else if (e.key === 't') scrollTo({ top: 0 });
    else if (e.key === '?') toggle();
    else if (e.key === '/' && seek) { e.preventDefault(); seek(); }
  });
};

const spread = $('.spread'), notes = spread ? margins(spread) : null;
root.dataset.ready = '';
theme();
const pops = popovers();
running(notes); tables(); timelines(); copying(); keys(notes, pops, searching());
})();
