// Every GraphQL document of the Shopify adapter, for API version 2026-10. queries.test.ts validates each against the
// published schema and names the scopes it needs.

/** Stable from 1 October 2026; a version lives about a year, then Shopify answers with the oldest living one. */
export const SHOPIFY_API_VERSION = "2026-10";

/** What the app must be granted. One pair of fulfilment-order scopes is enough when all goods leave one kind of location. */
export const SHOPIFY_SCOPES = [
  "read_orders",
  "read_customers",
  "read_locations",
  "read_merchant_managed_fulfillment_orders",
  "write_merchant_managed_fulfillment_orders",
] as const;

/** How much of an order comes with the page; what does not fit is fetched order by order. */
export const INLINE = { lines: 100, fulfilments: 10, tracking: 10, fulfilmentLines: 50 } as const;
/** Sizes when one order is read to its end. Plain lists have no cursor and are asked for at once. */
export const WHOLE = {
  lines: 250,
  fulfilments: 100,
  tracking: 50,
  fulfilmentLines: 100,
  fulfilmentOrders: 50,
} as const;

const MONEY = "{ shopMoney { amount currencyCode } }";
const ADDRESS = "{ name company address1 address2 city province provinceCode zip countryCodeV2 phone }";

const LINE_FIELDS = /* GraphQL */ `
fragment LineFields on LineItem {
  id sku title variantTitle quantity currentQuantity unfulfilledQuantity requiresShipping isGiftCard
  originalUnitPriceSet ${MONEY}
}`;

const FULFILMENT_FIELDS = /* GraphQL */ `
fragment FulfilmentFields on Fulfillment {
  id status displayStatus createdAt deliveredAt
  trackingInfo(first: ${INLINE.tracking}) { company number url }
  fulfillmentLineItems(first: ${INLINE.fulfilmentLines}) {
    pageInfo { hasNextPage endCursor }
    nodes { quantity lineItem { id } }
  }
}`;

const ORDER_FIELDS = /* GraphQL */ `
fragment OrderFields on Order {
  id name createdAt processedAt updatedAt cancelledAt cancelReason closedAt test
  currencyCode note email phone customerLocale
  displayFinancialStatus displayFulfillmentStatus paymentGatewayNames
  totalPriceSet { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }
  subtotalPriceSet ${MONEY}
  totalShippingPriceSet ${MONEY}
  totalTaxSet ${MONEY}
  totalDiscountsSet ${MONEY}
  totalRefundedSet ${MONEY}
  customer { displayName }
  shippingAddress ${ADDRESS}
  billingAddress ${ADDRESS}
  shippingLine { title }
  lineItems(first: ${INLINE.lines}) { pageInfo { hasNextPage endCursor } nodes { ...LineFields } }
  fulfillments(first: ${INLINE.fulfilments}) { ...FulfilmentFields }
}
${LINE_FIELDS}
${FULFILMENT_FIELDS}`;

/** Always by UPDATED_AT: Shopify's own default order is PROCESSED_AT, which no watermark can follow. */
export const ORDERS_PAGE = /* GraphQL */ `
query OrdersPage($first: Int!, $after: String, $query: String) {
  orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    pageInfo { hasNextPage endCursor }
    nodes { ...OrderFields }
  }
}
${ORDER_FIELDS}`;

/**
 * The same page, names only: for when one broken order took the whole page with it (`nodes` is a list of non-null orders, so
 * an error in a non-null field empties the answer). ORDERS_BY_ID then reads the same orders where each may be null alone.
 */
export const ORDERS_PAGE_IDS = /* GraphQL */ `
query OrdersPageIds($first: Int!, $after: String, $query: String) {
  orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    pageInfo { hasNextPage endCursor }
    nodes { id name updatedAt }
  }
}`;

export const ORDERS_BY_ID = /* GraphQL */ `
query OrdersById($ids: [ID!]!) { nodes(ids: $ids) { ...OrderFields } }
${ORDER_FIELDS}`;

export const ORDER_BY_ID = /* GraphQL */ `
query OrderById($id: ID!) { order(id: $id) { ...OrderFields } }
${ORDER_FIELDS}`;

export const ORDER_LINES = /* GraphQL */ `
query OrderLines($id: ID!, $first: Int!, $after: String) {
  order(id: $id) {
    lineItems(first: $first, after: $after) { pageInfo { hasNextPage endCursor } nodes { ...LineFields } }
  }
}
${LINE_FIELDS}`;

/** `fulfillments` is a plain list with no cursor: a page that is full is read again with the largest size. */
export const ORDER_FULFILMENTS = /* GraphQL */ `
query OrderFulfilments($id: ID!) {
  order(id: $id) {
    fulfillments(first: ${WHOLE.fulfilments}) {
      id status displayStatus createdAt deliveredAt
      trackingInfo(first: ${WHOLE.tracking}) { company number url }
    }
  }
}`;

export const FULFILMENT_LINES = /* GraphQL */ `
query FulfilmentLines($id: ID!, $after: String) {
  node(id: $id) {
    ... on Fulfillment {
      fulfillmentLineItems(first: ${WHOLE.fulfilmentLines}, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { quantity lineItem { id } }
      }
    }
  }
}`;

export const SHIPPED_SO_FAR = /* GraphQL */ `
query ShippedSoFar($id: ID!) {
  order(id: $id) {
    id
    fulfillments(first: ${WHOLE.fulfilments}) {
      id status location { id }
      trackingInfo(first: ${INLINE.tracking}) { number }
    }
  }
}`;

export const FULFILMENT_ORDERS = /* GraphQL */ `
query FulfilmentOrders($id: ID!, $first: Int!, $after: String) {
  order(id: $id) {
    id
    fulfillmentOrders(first: $first, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes {
        id
        assignedLocation { name location { id } }
        deliveryMethod { methodType }
        supportedActions { action }
        fulfillmentHolds { id reason }
        lineItems(first: 100) {
          pageInfo { hasNextPage endCursor }
          nodes { id remainingQuantity requiresShipping lineItem { id isGiftCard } }
        }
      }
    }
  }
}`;

export const FULFILMENT_ORDER_LINES = /* GraphQL */ `
query FulfilmentOrderLines($id: ID!, $after: String) {
  node(id: $id) {
    ... on FulfillmentOrder {
      lineItems(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { id remainingQuantity requiresShipping lineItem { id isGiftCard } }
      }
    }
  }
}`;

/** Lines that no fulfilment order shows: Shopify hands out gift cards by itself, and their fulfilment orders are closed. */
export const LINES_BY_ID = /* GraphQL */ `
query LinesById($ids: [ID!]!) { nodes(ids: $ids) { ... on LineItem { id requiresShipping isGiftCard } } }`;

export const FULFIL = /* GraphQL */ `
mutation Fulfil($fulfillment: FulfillmentInput!) {
  fulfillmentCreate(fulfillment: $fulfillment) {
    fulfillment { id status }
    userErrors { field message }
  }
}`;

export const SUBSCRIPTIONS = /* GraphQL */ `
query Subscriptions($after: String) {
  webhookSubscriptions(first: 100, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes { id topic uri format includeFields filter }
  }
}`;

export const SUBSCRIBE = /* GraphQL */ `
mutation Subscribe($topic: WebhookSubscriptionTopic!, $subscription: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $subscription) {
    webhookSubscription { id }
    userErrors { field message }
  }
}`;

export const RESUBSCRIBE = /* GraphQL */ `
mutation Resubscribe($id: ID!, $subscription: WebhookSubscriptionInput!) {
  webhookSubscriptionUpdate(id: $id, webhookSubscription: $subscription) {
    webhookSubscription { id }
    userErrors { field message }
  }
}`;

export const SHOP = /* GraphQL */ `
query Shop {
  shop { id name myshopifyDomain }
  currentAppInstallation { accessScopes { handle } }
}`;
