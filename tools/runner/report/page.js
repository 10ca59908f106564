// The contents are folded where they would push the text down.
const wide = matchMedia("(width >= 70rem)");
const contents = document.querySelector(".contents > details");
const unfold = () => contents?.toggleAttribute("open", wide.matches);
wide.addEventListener("change", unfold);
unfold();

// On paper nothing can be unfolded, and what was unfolded for it is folded again.
let unfolded = [];
addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("details:not([open])")];
  for (const details of unfolded) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of unfolded) details.open = false;
});

// What scrolls sideways can be reached by the keyboard.
const wideParts = document.querySelectorAll("pre, .math, .scroll");
const reach = () => {
  for (const part of wideParts) {
    if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
    else part.removeAttribute("tabindex");
  }
};
addEventListener("resize", reach);
for (const details of document.querySelectorAll("details")) details.addEventListener("toggle", reach);
reach();
