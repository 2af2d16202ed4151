// The desk's own script: details of a quote where the pointer or the focus is, keys of the review, selected words as
// offsets, copying. Pages that are only read work without it.
"use strict";

const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable]";

// Offsets of the warehouse count code points, and JavaScript counts UTF-16 units.
const codePoints = (text) => [...text].length;

function offsetAt(node, offset) {
  const run = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest("[data-start]");
  if (!run) return null;
  const before = document.createRange();
  before.setStart(run, 0);
  before.setEnd(node, offset);
  return Number(run.dataset.start) + codePoints(before.toString());
}

function selectedSpan() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const ends = [offsetAt(range.startContainer, range.startOffset), offsetAt(range.endContainer, range.endOffset)];
  return ends.includes(null) || ends[0] >= ends[1] ? null : `${ends[0]}-${ends[1]}`;
}

document.addEventListener("selectionchange", () => {
  const span = selectedSpan();
  if (span) for (const form of document.querySelectorAll("form[data-span]")) form.elements[form.dataset.span].value = span;
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    hidePeek();
    if (document.activeElement?.matches(TYPING)) document.activeElement.blur();
    return;
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return event.target.form?.requestSubmit();
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches(TYPING)) return;
  const key = CSS.escape(event.key);
  if (event.key === "/") return act(event, () => document.querySelector("input[type=search]")?.focus());
  const field = document.querySelector(`form[data-focus="${key}"] input:not([type=hidden])`);
  if (field) return act(event, () => field.focus());
  const form = document.querySelector(`form[data-key="${key}"]`);
  if (form) return act(event, () => form.querySelector("button:not(:disabled)") && form.requestSubmit());
  const pressed = document.querySelector(`[data-press="${key}"]`);
  if (pressed) act(event, () => pressed.click());
});

// What is answered leaves its field: keys are for the next quote then, whose page htmx would give the focus of this one.
document.addEventListener("submit", () => document.activeElement?.blur(), true);

function act(event, what) {
  event.preventDefault();
  what();
}

let peek = null;

function hidePeek() {
  peek?.remove();
  peek = null;
  for (const near of document.querySelectorAll(".near")) near.classList.remove("near");
}

function showPeek(target) {
  const id = target.dataset.quote;
  const card = document.querySelector(`[data-card="${CSS.escape(id)}"]`);
  hidePeek();
  if (!card) return;
  for (const part of document.querySelectorAll(`[data-quote="${CSS.escape(id)}"]`)) part.classList.add("near");
  card.classList.add("near");
  peek = document.createElement("div");
  peek.className = `peek ${[...card.classList].filter((name) => name.startsWith("speaker-")).join(" ")}`;
  peek.setAttribute("role", "tooltip");
  peek.append(...[...card.children].map((child) => child.cloneNode(true)));
  for (const link of peek.querySelectorAll("a")) link.replaceWith(...link.childNodes);
  document.body.append(peek);
  const box = target.getClientRects()[0] ?? target.getBoundingClientRect();
  peek.style.top = `${window.scrollY + box.bottom + 8}px`;
  peek.style.left = `${Math.max(8, Math.min(window.scrollX + box.left, window.innerWidth - peek.offsetWidth - 16))}px`;
}

for (const begin of ["mouseover", "focusin"]) {
  document.addEventListener(begin, (event) => {
    const target = event.target.closest?.(".text [data-quote]");
    if (target) showPeek(target);
    else if (!event.target.closest?.(".peek")) hidePeek();
  });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-copies]");
  if (!button) return;
  navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent).then(() => {
    button.textContent = "Copied";
  });
});

for (const button of document.querySelectorAll("[data-copies]")) button.hidden = false;
