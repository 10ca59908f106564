// Each code block is copied by a button of its own.
for (const block of document.querySelectorAll(".source > pre")) {
  const button = Object.assign(document.createElement("button"), {
    type: "button",
    className: "copy",
    textContent: "Copy",
  });
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(block.textContent);
      button.textContent = "Copied";
    } catch {
      // Without leave to write to the clipboard, the code is selected for the keyboard.
      getSelection().selectAllChildren(block.firstElementChild);
      button.textContent = "Selected";
    }
    setTimeout(() => (button.textContent = "Copy"), 2000);
  });
  block.before(button);
}

// One button folds all code, or shows it.
for (const button of document.querySelectorAll("[data-folds]")) {
  const folded = [...document.querySelectorAll(button.dataset.folds)];
  const name = () => (button.textContent = folded.some(({ open }) => open) ? "Hide all code" : "Show all code");
  button.addEventListener("click", () => {
    const open = !folded.some((details) => details.open);
    for (const details of folded) details.open = open;
  });
  for (const details of folded) details.addEventListener("toggle", name);
  button.hidden = folded.length === 0;
}

// The contents show which section is being read: the last whose heading has passed the upper third of the window.
const links = [...document.querySelectorAll(".contents a")];
const headings = links.map(({ hash }) => document.getElementById(decodeURIComponent(hash.slice(1))));
let current;
const follow = () => {
  const passed = headings.findLastIndex((heading) => heading && heading.getBoundingClientRect().top < innerHeight / 3);
  if (links[passed] === current) return;
  current?.removeAttribute("aria-current");
  current = links[passed];
  current?.setAttribute("aria-current", "location");
  const list = current?.closest(".contents");
  // Only where the contents scroll by themselves: the page stays where its reader put it.
  if (list && list.scrollHeight > list.clientHeight) list.scrollTop = current.offsetTop - list.clientHeight / 2;
};
addEventListener("scroll", follow, { passive: true });
follow();
