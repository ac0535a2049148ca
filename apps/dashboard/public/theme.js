// Before the first paint, so that a chosen theme never flashes the other one.
try {
  const theme = localStorage.getItem("waybill.theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be refused; the system's theme is then used.
}
