// Sets light or dark before the first paint; src/app/theme.ts keeps it up to date from then on.
(() => {
  let wish = new URLSearchParams(location.search).get("theme");
  try {
    wish ??= JSON.parse(localStorage.getItem("autograd-playground:settings") ?? "{}").theme;
  } catch {
    // Storage may be closed; the system decides.
  }
  const dark = wish === "dark" || (wish !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
