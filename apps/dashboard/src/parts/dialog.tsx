import { createEffect, type JSX, onCleanup, onMount, Show } from "solid-js";

/**
 * A modal sheet on the platform's own `<dialog>`: focus stays inside, Escape closes, the page behind is inert.
 *
 * @example <Dialog open={open()} title="Add a shipment" onClose={() => setOpen(false)}>…</Dialog>
 */
export function Dialog(props: {
  open: boolean;
  title: string;
  onClose: () => void;
  children: JSX.Element;
}): JSX.Element {
  return (
    <Show when={props.open}>
      <Sheet title={props.title} onClose={props.onClose}>
        {props.children}
      </Sheet>
    </Show>
  );
}

function Sheet(props: { title: string; onClose: () => void; children: JSX.Element }): JSX.Element {
  let dialog!: HTMLDialogElement;
  // Taken out of the page while open, a dialog does not give the focus back by itself.
  const before = document.activeElement;
  let body!: HTMLDivElement;
  onMount(() => {
    dialog.showModal();
    // Not onto "Close", which comes first: one press of Enter would undo the opening.
    if (!document.activeElement?.matches("[autofocus]"))
      body.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea, button, a[href]")?.focus();
  });
  onCleanup(() => queueMicrotask(() => before instanceof HTMLElement && before.isConnected && before.focus()));
  createEffect(() => dialog.setAttribute("aria-label", props.title));
  return (
    <dialog
      ref={dialog}
      class="sheet"
      onClose={() => props.onClose()}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
    >
      <header class="flex items-center justify-between border-b border-line px-5 py-3">
        <h2 class="text-lg font-semibold">{props.title}</h2>
        <button type="button" class="btn btn-bare btn-small" onClick={() => props.onClose()}>
          Close
        </button>
      </header>
      <div ref={body} class="px-5 py-4">
        {props.children}
      </div>
    </dialog>
  );
}

/** Asks before something that is hard to take back, saying what will happen. */
export function Confirm(props: {
  open: boolean;
  title: string;
  action: string;
  busy?: boolean;
  onYes: () => void;
  onClose: () => void;
  children: JSX.Element;
}): JSX.Element {
  return (
    <Dialog open={props.open} title={props.title} onClose={props.onClose}>
      <div class="text-ink-2">{props.children}</div>
      <div class="mt-5 flex justify-end gap-2">
        <button type="button" class="btn" onClick={() => props.onClose()}>
          Cancel
        </button>
        <button type="button" class="btn btn-main" disabled={props.busy} onClick={() => props.onYes()}>
          {props.action}
        </button>
      </div>
    </Dialog>
  );
}
