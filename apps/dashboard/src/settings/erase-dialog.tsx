import type { JSX } from "solid-js";
import { Dialog } from "../parts/dialog.tsx";
import { Field } from "../parts/field.tsx";

/** What goes and what stays, and the address typed again. */
export function EraseDialog(props: {
  open: boolean;
  email: string;
  typed: string;
  onType: (text: string) => void;
  problem: string | null;
  busy: boolean;
  onErase: () => void;
  onClose: () => void;
}): JSX.Element {
  return (
    <Dialog open={props.open} title={`Erase ${props.email}?`} onClose={() => props.onClose()}>
      <form
        aria-label="Erase a customer"
        onSubmit={(event) => {
          event.preventDefault();
          props.onErase();
        }}
      >
        <p class="font-medium">What goes, everywhere, also in the history</p>
        <p class="mb-3 text-ink-2">
          Name, e-mail, phone, addresses, notes, signatures, each scan of their parcels, texts of mails and reports,
          their choice of mails, the shop’s raw record and the raw webhooks about them alone. Their tracking links end.
        </p>
        <p class="font-medium">What stays, and why</p>
        <p class="mb-4 text-ink-2">
          Order numbers, items, amounts, days, the country and how each parcel ended: your books and stock need them,
          and nobody is named by them. Lines of the history stay at their place, without the person.
        </p>
        <Field
          label="To be sure, type the address again"
          name="again"
          type="email"
          autofocus
          value={props.typed}
          problem={props.problem}
          onInput={props.onType}
        />
        <div class="flex justify-end gap-2">
          <button type="button" class="btn" onClick={() => props.onClose()}>
            Cancel
          </button>
          <button
            type="submit"
            class="btn btn-danger"
            disabled={props.busy || props.typed.trim().toLowerCase() !== props.email.toLowerCase()}
          >
            {props.busy ? "Erasing…" : "Erase for ever"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
