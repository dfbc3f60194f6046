(() => {
  "use strict";

  const open = (element) => {
    for (let each = element; each; each = each.parentElement) {
      if (each.tagName === "DETAILS") each.open = true;
    }
  };

  function arrive() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    open(target.tagName === "DETAILS" ? target : target.parentElement);
    target.scrollIntoView();
  }

  window.addEventListener("hashchange", arrive);
  window.addEventListener("beforeprint", () => {
    for (const each of document.querySelectorAll("details")) each.open = true;
  });
  arrive();

  const button = document.getElementById("copy");
  button.hidden = false;
  button.addEventListener("click", async () => {
    const words = document.getElementById("methods-words");
    try {
      await navigator.clipboard.writeText(words.textContent.trim());
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(words);
      button.textContent = "Selected: copy it now";
    }
  });
})();
