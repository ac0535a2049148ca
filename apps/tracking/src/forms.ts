/**
 * The forms are the browser's own. Two things are added: a press while offline keeps what was typed instead of showing the
 * browser's error page, and a second press while the first is on its way does nothing.
 */
export function holdForms(offline: string): void {
  for (const form of document.forms) {
    const button = form.querySelector("button");
    const words = button?.textContent ?? "";
    form.addEventListener("submit", (event) => {
      if (!button) return;
      if (form.dataset.busy) {
        event.preventDefault();
        return;
      }
      if (!navigator.onLine) {
        event.preventDefault();
        const note = form.querySelector("[role=status]");
        if (note) note.textContent = offline;
        return;
      }
      form.dataset.busy = "1";
      // The server wrote the word beside its button: it comes with no script.
      button.textContent = button.dataset.sending ?? words;
    });
    // Back from the next page, by the browser's cache: the form is ready again.
    addEventListener("pageshow", () => {
      delete form.dataset.busy;
      if (button) button.textContent = words;
    });
  }
}
