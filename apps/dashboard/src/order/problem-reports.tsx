import type { ProblemReport } from "@waybill/domain/problem-report/answers";
import type { OrderPage } from "@waybill/domain/screens/answers";
import { Icon } from "@waybill/ui/icon";
import { Time } from "@waybill/ui/time";
import { createSignal, For, type JSX, Show } from "solid-js";
import { api } from "../api/api.ts";
import { isApiFailure } from "../api/client.ts";
import { frameData } from "../live/frame-data.ts";
import { useLive } from "../live/live.tsx";
import { createAction } from "../parts/action.ts";
import { Copy } from "../parts/copy.tsx";
import { say } from "../parts/toast.tsx";
import { useSession } from "../session/session.tsx";

const words: Record<ProblemReport["kind"], string> = {
  not_arrived: "It has not arrived",
  damaged: "It arrived damaged",
  missing_items: "Something is missing",
  wrong_address: "It goes to a wrong address",
  other: "Something is wrong",
};

type OrderReports = ReturnType<typeof createReports>;

/** What customers told about this order's parcels, live. An organisation without such reports has none to show. */
export function createReports(orderId: string) {
  const live = useLive();
  const [items, setItems] = createSignal<readonly ProblemReport[]>([]);
  const take = (report: ProblemReport) =>
    setItems((all) => [report, ...all.filter((one) => one.id !== report.id)].sort((a, b) => b.createdAt - a.createdAt));
  live.onLoad(async () => {
    try {
      setItems((await api.get("/api/reports", { query: { orderId, limit: 50 } })).items);
    } catch (error) {
      // An order without them is as good: only what may pass is asked again.
      if (!isApiFailure(error) || error.status >= 500 || error.status === 0) throw error;
    }
  });
  live.onFrame((frame) => {
    const report = frameData(frame, "report.changed")?.report;
    if (report?.orderId === orderId) take(report);
  });
  return { items, take };
}

/** Open reports in the attention style; settled ones folded away beneath. */
export function Reports(props: { reports: OrderReports; several: boolean; page: OrderPage }): JSX.Element {
  const open = () => props.reports.items().filter((report) => report.state === "open");
  const closed = () => props.reports.items().filter((report) => report.state === "closed");
  const parcel = (id: string) =>
    props.several ? (props.page.shipments.find((s) => s.id === id)?.number ?? null) : null;
  return (
    <section aria-label="What the customer reports" aria-live="polite">
      <For each={open()}>
        {(report) => <Line report={report} parcel={parcel(report.shipmentId)} onChanged={props.reports.take} />}
      </For>
      <Show when={closed().length > 0}>
        <details class="mt-2 text-sm">
          <summary class="text-ink-2">
            {closed().length === 1 ? "1 settled report" : `${closed().length} settled reports`}
          </summary>
          <For each={closed()}>
            {(report) => <Line report={report} parcel={parcel(report.shipmentId)} onChanged={props.reports.take} />}
          </For>
        </details>
      </Show>
    </section>
  );
}

function Line(props: {
  report: ProblemReport;
  parcel: string | null;
  onChanged: (report: ProblemReport) => void;
}): JSX.Element {
  const session = useSession();
  const isOpen = () => props.report.state === "open";
  const settle = createAction(async () => {
    const state = isOpen() ? "closed" : "open";
    props.onChanged(await api.patch("/api/reports/:id", { param: { id: props.report.id }, json: { state } }));
    say({ tone: "delivered", text: state === "closed" ? "Marked as settled." : "Open again." });
  });
  return (
    <div class={`notice ${isOpen() ? "wb-attention" : "wb-waiting"}`} data-report={props.report.state}>
      <span class="wb-badge">
        <Icon name={isOpen() ? "attention" : "delivered"} />
      </span>
      <div class="min-w-0 flex-1">
        <p>
          <span class="font-semibold">The customer says: {words[props.report.kind].toLowerCase()}</span>
          <Show when={props.parcel}>{(number) => <span class="text-ink-2"> · parcel {number()}</span>}</Show>
          <span class="text-sm text-ink-2">
            {" "}
            · <Time at={props.report.createdAt} />
          </span>
        </p>
        <Show when={props.report.message}>{(text) => <p class="mt-1 whitespace-pre-wrap">“{text()}”</p>}</Show>
        <Show when={props.report.contact}>
          {(contact) => (
            <p class="mt-1 flex flex-wrap items-center gap-2 text-sm text-ink-2">
              Answer to <Copy text={contact()} label="the customer’s address" class="text-ink" />
              <a class="link" href={`mailto:${contact()}`}>
                Write
              </a>
            </p>
          )}
        </Show>
      </div>
      <Show when={session.may("agent")}>
        <button type="button" class="btn btn-small" disabled={settle.busy()} onClick={() => void settle.run()}>
          {settle.busy() ? "One moment…" : isOpen() ? "Mark as settled" : "Open again"}
        </button>
      </Show>
    </div>
  );
}
