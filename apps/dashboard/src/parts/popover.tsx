import { createEffect, createSignal, createUniqueId, type JSX, onCleanup, Show } from "solid-js";

const GAP = 6;
const EDGE = 8;

/**
 * A small sheet below its button, on the browser's own popover: it closes on Escape and on a press beside it, the focus goes
 * in when it opens and back when it closes. What is inside exists only while it is open.
 *
 * @example <Popover label="Status" button={<>Status</>} class="btn">{(close) => …}</Popover>
 */
export function Popover(props: {
  /** What the sheet is, for screen readers. */
  label: string;
  button: JSX.Element;
  class: string;
  buttonLabel?: string;
  align?: "end";
  disabled?: boolean;
  children: (close: () => void) => JSX.Element;
}): JSX.Element {
  const id = createUniqueId();
  const [open, setOpen] = createSignal(false);
  let button!: HTMLButtonElement;
  let sheet!: HTMLDivElement;
  const place = () => {
    const at = button.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = sheet;
    const left = props.align === "end" ? at.right - width : at.left;
    const below = at.bottom + GAP;
    const above = at.top - GAP - height;
    sheet.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - width - EDGE))}px`;
    sheet.style.top = `${below + height > innerHeight - EDGE && above > EDGE ? above : below}px`;
    sheet.style.maxHeight = `${Math.max(160, innerHeight - below - EDGE)}px`;
  };
  createEffect(() => {
    if (!open()) return;
    place();
    const first = sheet.querySelector<HTMLElement>("[data-first], input, select, button, a[href]");
    (first ?? sheet).focus({ preventScroll: true });
    addEventListener("scroll", place, { passive: true });
    addEventListener("resize", place);
    onCleanup(() => {
      removeEventListener("scroll", place);
      removeEventListener("resize", place);
    });
  });
  return (
    <>
      <button
        ref={button}
        type="button"
        class={props.class}
        popovertarget={id}
        aria-haspopup="dialog"
        aria-expanded={open()}
        aria-label={props.buttonLabel}
        disabled={props.disabled}
      >
        {props.button}
      </button>
      <div
        ref={sheet}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={props.label}
        tabindex="-1"
        class="pop"
        onToggle={(event) => setOpen(event.newState === "open")}
      >
        <Show when={open()}>{props.children(() => sheet.hidePopover())}</Show>
      </div>
    </>
  );
}
