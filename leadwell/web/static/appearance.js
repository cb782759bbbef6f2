// "As my device": light or dark follows the device, before anything is drawn.
(() => {
  const page = document.documentElement;
  if (page.dataset.appearance !== "device") return;
  const device = window.matchMedia("(prefers-color-scheme: dark)");
  const follow = () => { page.dataset.bsTheme = device.matches ? "dark" : "light"; };
  device.addEventListener("change", follow);
  follow();
})();
