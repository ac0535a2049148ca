import { Router } from "@solidjs/router";
import type { ListedOrder } from "@waybill/domain/order/answers";
import type { OrderPage } from "@waybill/domain/screens/answers";
import type { JSX } from "solid-js";
import { renderToString } from "solid-js/web";
import { Customer } from "../src/order/customer.tsx";
import { Lines } from "../src/order/lines.tsx";
import { Notifications } from "../src/order/notifications.tsx";
import { OrderBanners, OrderFacts } from "../src/order/order-facts.tsx";
import { OrderHead, SyncStrip } from "../src/order/order-head.tsx";
import { Parcels } from "../src/order/parcels.tsx";
import { OrderRow } from "../src/orders/order-row.tsx";
import type { OrdersModel } from "../src/orders/orders-model.ts";
import { SessionProvider } from "../src/session/session.tsx";

// What the seller sees of an order, drawn by Solid's server renderer: the same components as on screen, without a browser.

const nothing = () => {};
const drawn = (what: () => JSX.Element): string =>
  renderToString(() => (
    <Router url="https://shop.example/" root={() => <SessionProvider>{what()}</SessionProvider>}>
      {[]}
    </Router>
  ));

/** The parts of the panel that say how an order stands, in the panel's order. */
export const renderPanel = (page: OrderPage): string =>
  drawn(() => (
    <>
      <OrderHead page={page} panel onAdd={nothing} onChanged={nothing} onClose={nothing} />
      <OrderBanners page={page} />
      <SyncStrip order={page.order} busy={false} onRetry={nothing} />
      <OrderFacts page={page} />
      <Parcels page={page} onChanged={nothing} />
      <Lines page={page} />
      <Customer page={page} />
      <Notifications items={page.notifications} onChanged={nothing} />
    </>
  ));

/** A list in which nothing is opened, marked or acted on. */
const model = {
  ...{ active: () => null, opened: () => null, wide: () => true, shopName: () => null },
  selection: { has: () => false },
  orders: { fresh: () => new Set() },
  bulk: { results: () => new Map() },
} as unknown as OrdersModel;

export const renderRow = (order: ListedOrder): string =>
  drawn(() => <OrderRow order={order} model={model} index={0} top={0} stop={false} onOpen={nothing} />);
