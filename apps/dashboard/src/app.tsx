import { Route, Router, useLocation } from "@solidjs/router";
import { ErrorBoundary, type JSX, Match, onMount, Suspense, Switch } from "solid-js";
import { failureWords } from "./api/client.ts";
import { LiveProvider } from "./live/live.tsx";
import { OrdersPage } from "./orders/orders-page.tsx";
import { onDemand } from "./parts/on-demand.tsx";
import { Empty } from "./parts/states.tsx";
import { Toasts } from "./parts/toast.tsx";
import { SessionProvider, useSession } from "./session/session.tsx";
import { Shell } from "./shell/shell.tsx";

const EntryPage = onDemand(async () => (await import("./entry/entry-page.tsx")).EntryPage, NotArrived);
const FoundPage = onDemand(async () => (await import("./entry/found-page.tsx")).FoundPage, NotArrived);
const InvitePage = onDemand(async () => (await import("./entry/invite-page.tsx")).InvitePage, NotArrived);
const OrderPage = onDemand(async () => (await import("./order/order-page.tsx")).OrderPage);
const OverviewPage = onDemand(async () => (await import("./overview/overview-page.tsx")).OverviewPage);
const ShipmentsPage = onDemand(async () => (await import("./shipments/shipments-page.tsx")).ShipmentsPage);
const ChannelsPage = onDemand(async () => (await import("./connections/channels-page.tsx")).ChannelsPage);
const CarriersPage = onDemand(async () => (await import("./connections/carriers-page.tsx")).CarriersPage);
const SendersPage = onDemand(async () => (await import("./connections/senders-page.tsx")).SendersPage);
const InboxPage = onDemand(async () => (await import("./inbox/inbox-page.tsx")).InboxPage);
const NotificationsPage = onDemand(
  async () => (await import("./notifications/notifications-page.tsx")).NotificationsPage,
);
const MailboxMoved = onDemand(async () => (await import("./notifications/mailbox-moved.tsx")).MailboxMoved);
const SettingsPage = onDemand(async () => (await import("./settings/settings-page.tsx")).SettingsPage);
const WelcomePage = onDemand(async () => (await import("./welcome/welcome-page.tsx")).WelcomePage);

export function App(): JSX.Element {
  return (
    <ErrorBoundary fallback={(error: unknown) => <Broken error={error} />}>
      <SessionProvider>
        <Router root={Guarded}>
          <Route path={["/", "/orders"]} component={OrdersPage} />
          <Route path="/orders/:id" component={OrderPage} />
          <Route path="/overview" component={OverviewPage} />
          <Route path="/shipments" component={ShipmentsPage} />
          <Route path="/channels/:id?" component={ChannelsPage} />
          <Route path="/carriers/:id?" component={CarriersPage} />
          <Route path="/senders/:id?" component={SendersPage} />
          <Route path="/inbox/:id?" component={InboxPage} />
          <Route path="/notifications/:id?" component={NotificationsPage} />
          <Route path="/mailbox/:id?" component={MailboxMoved} />
          <Route path="/settings/:section?" component={SettingsPage} />
          <Route path="/welcome" component={WelcomePage} />
          <Route path="/invite/:id" component={Nowhere} />
          <Route path="*" component={Nowhere} />
        </Router>
        <Toasts />
      </SessionProvider>
    </ErrorBoundary>
  );
}

/** Before the live connection, where nothing can tell by itself that the server is back. */
function NotArrived(): JSX.Element {
  return (
    <Empty icon="plug" title="This page did not arrive">
      <p>The server cannot be reached, or it was updated meanwhile.</p>
      <button type="button" class="btn mt-4" onClick={() => location.reload()}>
        Load it again
      </button>
    </Empty>
  );
}

/** A mistake of ours on screen: said so, with the one thing that helps. */
function Broken(props: { error: unknown }): JSX.Element {
  return (
    <Empty icon="attention" title="This page broke">
      <p>That is our mistake, not yours; nothing was lost. ({failureWords(props.error)})</p>
      <button type="button" class="btn mt-4" onClick={() => location.reload()}>
        Load it again
      </button>
    </Empty>
  );
}

/** The pages for somebody; the sign-in page, on the same address, for nobody. An invitation comes before either's own home. */
function Guarded(props: { children?: JSX.Element }): JSX.Element {
  const session = useSession();
  const location = useLocation();
  const invitation = () => /^\/invite\/([^/]+)$/.exec(location.pathname)?.[1] ?? null;
  const failed = () => {
    const state = session.state();
    return state.kind === "failed" ? state.error : null;
  };
  const me = () => {
    const state = session.state();
    return state.kind === "somebody" ? state.me : null;
  };
  return (
    <Switch>
      <Match when={me() !== null && invitation()}>
        {(id) => (
          <Suspense>
            <InvitePage id={id()} />
          </Suspense>
        )}
      </Match>
      <Match when={me()?.organisation === null}>
        <FoundPage />
      </Match>
      <Match when={me()}>
        <LiveProvider onSignedOut={() => void session.refresh()} onBack={() => void session.refresh()}>
          <Shell>{props.children}</Shell>
        </LiveProvider>
      </Match>
      <Match when={session.state().kind === "nobody"}>
        <Suspense>
          <EntryPage invited={invitation() !== null} />
        </Suspense>
      </Match>
      <Match when={failed()}>
        {(error) => (
          <Empty icon="plug" title="Waybill does not answer">
            <p>{failureWords(error())}</p>
            <button type="button" class="btn mt-4" onClick={() => void session.refresh()}>
              Try again
            </button>
          </Empty>
        )}
      </Match>
    </Switch>
  );
}

function Nowhere(): JSX.Element {
  onMount(() => {
    document.title = "Not found · Waybill";
  });
  return (
    <Empty icon="box" title="There is no page at this address">
      <a class="link" href="/">
        Go to the orders
      </a>
    </Empty>
  );
}
