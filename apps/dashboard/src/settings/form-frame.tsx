import { Icon } from "@waybill/ui/icon";
import { type JSX, Show } from "solid-js";
import { Confirm } from "../parts/dialog.tsx";
import { Failure, Loading } from "../parts/states.tsx";
import { useSession } from "../session/session.tsx";
import { createLeaveGuard, type SettingsForm } from "./form.ts";

/** A settings form with all of its states: loading, failed, read only, dirty, saving, saved, changed by somebody else. */
export function FormFrame<T extends { changedAt: number }>(props: {
  form: SettingsForm<T>;
  what: string;
  label: string;
  children: (value: () => T) => JSX.Element;
}): JSX.Element {
  const session = useSession();
  const form = () => props.form;
  const mayWrite = () => session.may("admin");
  const guard = createLeaveGuard(() => form().dirty());
  return (
    <Show
      when={form().value()}
      fallback={
        <Show when={form().view.error()} fallback={<Loading what={props.what} />}>
          {(error) => <Failure error={error()} what={props.what} onRetry={() => void form().view.reload()} />}
        </Show>
      }
    >
      {(value) => (
        <form
          aria-label={props.label}
          onSubmit={(event) => {
            event.preventDefault();
            void form().save();
          }}
        >
          <Show when={!mayWrite()}>
            <ReadOnly />
          </Show>
          <fieldset disabled={!mayWrite()} class="min-w-0">
            {props.children(value)}
          </fieldset>
          <Show when={mayWrite()}>
            <SaveBar form={form()} />
          </Show>
          <Confirm
            open={guard.asking() !== null}
            title="Leave without saving?"
            action="Leave without saving"
            onYes={() => guard.asking()?.()}
            onClose={guard.stay}
          >
            What you changed here is not saved yet. If you leave, it is gone.
          </Confirm>
        </form>
      )}
    </Show>
  );
}

/** For people who may look and not change. */
export function ReadOnly(): JSX.Element {
  return (
    <p class="set-note mb-5">
      <Icon name="note" />
      <span>You can see these settings. To change them, ask an admin or owner of your organisation.</span>
    </p>
  );
}

function SaveBar<T extends { changedAt: number }>(props: { form: SettingsForm<T> }): JSX.Element {
  const form = () => props.form;
  return (
    <div class="set-save" classList={{ dirty: form().dirty() }}>
      <Show when={form().conflict()}>
        <p class="mb-3 text-attention" role="alert">
          <Icon name="attention" /> Somebody else changed these settings meanwhile. Their changes are shown now; what
          you edited is still yours. Save again to keep it, or discard it to keep theirs.
        </p>
      </Show>
      <Show when={form().words()}>
        {(text) => (
          <p class="mb-3 text-failed" role="alert">
            {text()}
          </p>
        )}
      </Show>
      <div class="flex flex-wrap items-center gap-2">
        <button type="submit" class="btn btn-main" disabled={!form().dirty() || form().phase() === "saving"}>
          {form().phase() === "saving" ? "Saving…" : "Save"}
        </button>
        <Show when={form().dirty() && form().phase() !== "saving"}>
          <button type="button" class="btn btn-bare" onClick={() => form().discard()}>
            Discard
          </button>
        </Show>
        <span class="text-sm text-ink-2" role="status">
          <Show when={form().dirty()}>Not saved yet</Show>
          <Show when={!form().dirty() && form().phase() === "saved"}>
            <span class="wb-badge wb-delivered">
              <Icon name="delivered" /> Saved
            </span>
          </Show>
        </span>
      </div>
    </div>
  );
}
