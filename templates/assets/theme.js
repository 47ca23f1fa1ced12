/* Runs before the first paint: the reader's saved scheme, and the sign that scripts run. */
(() => {
'use strict';
const root = document.documentElement;
let saved = null;
try { saved = localStorage.getItem('theme'); } catch { /* Storage may be forbidden; then the system decides. */ }
if (saved === 'light' || saved === 'dark') root.dataset.theme = saved;
root.classList.add('js');
/* If the page's script never arrives, the notes return to their place in the text. */
addEventListener('load', () => { if (!('ready' in root.dataset)) root.classList.remove('js'); });
})();
