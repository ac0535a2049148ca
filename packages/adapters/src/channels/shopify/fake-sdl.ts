/** The part of Shopify's Admin schema 2026-10 that the adapter calls; names, types and nullability are the published ones. */
export const SHOPIFY_SUBSET = /* GraphQL */ `
  schema { query: QueryRoot mutation: Mutation }
  scalar DateTime
  scalar Decimal
  scalar URL
  enum OrderSortKeys { UPDATED_AT PROCESSED_AT }
  enum CurrencyCode { USD EUR JPY KWD XXX USDC }
  enum CountryCode { GB US DE FR }
  enum OrderCancelReason { CUSTOMER DECLINED FRAUD INVENTORY OTHER STAFF }
  enum OrderDisplayFinancialStatus { AUTHORIZED EXPIRED PAID PARTIALLY_PAID PARTIALLY_REFUNDED PENDING REFUNDED VOIDED }
  enum OrderDisplayFulfillmentStatus { FULFILLED IN_PROGRESS ON_HOLD PARTIALLY_FULFILLED UNFULFILLED }
  enum DeliveryMethodType { LOCAL NONE PICKUP_POINT PICK_UP RETAIL SHIPPING }
  enum FulfillmentStatus { CANCELLED ERROR FAILURE SUCCESS }
  enum FulfillmentDisplayStatus { FULFILLED DELIVERED PICKED_UP READY_FOR_PICKUP CARRIER_PICKED_UP NOT_DELIVERED }
  enum FulfillmentOrderAction { CREATE_FULFILLMENT RELEASE_HOLD }
  enum FulfillmentHoldReason { AWAITING_PAYMENT HIGH_RISK_OF_FRAUD OTHER }
  enum WebhookSubscriptionFormat { JSON XML }
  enum WebhookSubscriptionTopic {
    ORDERS_CREATE ORDERS_UPDATED ORDERS_CANCELLED ORDERS_PAID ORDERS_FULFILLED ORDERS_DELETE
    FULFILLMENTS_CREATE FULFILLMENTS_UPDATE APP_UNINSTALLED
  }
  interface Node { id: ID! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type MoneyV2 { amount: Decimal! currencyCode: CurrencyCode! }
  type MoneyBag { shopMoney: MoneyV2! presentmentMoney: MoneyV2! }
  type MailingAddress {
    name: String company: String address1: String address2: String city: String province: String provinceCode: String
    zip: String countryCodeV2: CountryCode phone: String
  }
  type Customer { displayName: String! }
  type ShippingLine { title: String! }
  type LineItem implements Node {
    id: ID! sku: String title: String! variantTitle: String quantity: Int! currentQuantity: Int! unfulfilledQuantity: Int!
    requiresShipping: Boolean! isGiftCard: Boolean! originalUnitPriceSet: MoneyBag!
  }
  type LineItemConnection { nodes: [LineItem!]! pageInfo: PageInfo! }
  type FulfillmentTrackingInfo { company: String number: String url: URL }
  type FulfillmentLineItem { quantity: Int lineItem: LineItem! }
  type FulfillmentLineItemConnection { nodes: [FulfillmentLineItem!]! pageInfo: PageInfo! }
  type Location { id: ID! }
  type Fulfillment implements Node {
    id: ID! status: FulfillmentStatus! displayStatus: FulfillmentDisplayStatus createdAt: DateTime! deliveredAt: DateTime
    location: Location trackingInfo(first: Int): [FulfillmentTrackingInfo!]!
    fulfillmentLineItems(first: Int, after: String): FulfillmentLineItemConnection!
  }
  type FulfillmentOrderAssignedLocation { name: String! location: Location }
  type FulfillmentOrderSupportedAction { action: FulfillmentOrderAction! }
  type FulfillmentHold { id: ID! reason: FulfillmentHoldReason! }
  type FulfillmentOrderLineItem { id: ID! remainingQuantity: Int! requiresShipping: Boolean! lineItem: LineItem! }
  type DeliveryMethod { methodType: DeliveryMethodType! }
  type FulfillmentOrderLineItemConnection { nodes: [FulfillmentOrderLineItem!]! pageInfo: PageInfo! }
  type FulfillmentOrder implements Node {
    id: ID! assignedLocation: FulfillmentOrderAssignedLocation! supportedActions: [FulfillmentOrderSupportedAction!]!
    deliveryMethod: DeliveryMethod fulfillmentHolds: [FulfillmentHold!]! lineItems(first: Int, after: String): FulfillmentOrderLineItemConnection!
  }
  type FulfillmentOrderConnection { nodes: [FulfillmentOrder!]! pageInfo: PageInfo! }
  type Order implements Node {
    id: ID! name: String! createdAt: DateTime! processedAt: DateTime! updatedAt: DateTime! cancelledAt: DateTime
    cancelReason: OrderCancelReason closedAt: DateTime test: Boolean! currencyCode: CurrencyCode!
    note: String email: String phone: String paymentGatewayNames: [String!]!
    customerLocale: String
    displayFinancialStatus: OrderDisplayFinancialStatus displayFulfillmentStatus: OrderDisplayFulfillmentStatus!
    totalPriceSet: MoneyBag! subtotalPriceSet: MoneyBag totalShippingPriceSet: MoneyBag!
    totalTaxSet: MoneyBag totalDiscountsSet: MoneyBag totalRefundedSet: MoneyBag! customer: Customer
    shippingAddress: MailingAddress billingAddress: MailingAddress shippingLine: ShippingLine
    lineItems(first: Int, after: String): LineItemConnection! fulfillments(first: Int): [Fulfillment!]!
    fulfillmentOrders(first: Int, after: String): FulfillmentOrderConnection!
  }
  type OrderConnection { nodes: [Order!]! pageInfo: PageInfo! }
  type Shop { id: ID! name: String! myshopifyDomain: String! }
  type AccessScope { handle: String! }
  type AppInstallation { accessScopes: [AccessScope!]! }
  type WebhookSubscription {
    id: ID! topic: WebhookSubscriptionTopic! uri: String! format: WebhookSubscriptionFormat! includeFields: [String!]! filter: String
  }
  type WebhookSubscriptionConnection { nodes: [WebhookSubscription!]! pageInfo: PageInfo! }
  type UserError { field: [String!] message: String! }
  type FulfillmentCreatePayload { fulfillment: Fulfillment userErrors: [UserError!]! }
  type WebhookSubscriptionCreatePayload { webhookSubscription: WebhookSubscription userErrors: [UserError!]! }
  type WebhookSubscriptionUpdatePayload { webhookSubscription: WebhookSubscription userErrors: [UserError!]! }
  input FulfillmentTrackingInput { company: String number: String url: URL }
  input FulfillmentOrderLineItemInput { id: ID! quantity: Int! }
  input FulfillmentOrderLineItemsInput { fulfillmentOrderId: ID! fulfillmentOrderLineItems: [FulfillmentOrderLineItemInput!] }
  input FulfillmentInput {
    lineItemsByFulfillmentOrder: [FulfillmentOrderLineItemsInput!]! notifyCustomer: Boolean = false trackingInfo: FulfillmentTrackingInput
  }
  input WebhookSubscriptionInput { uri: String format: WebhookSubscriptionFormat includeFields: [String!] }
  type QueryRoot {
    orders(first: Int, after: String, query: String, sortKey: OrderSortKeys = PROCESSED_AT): OrderConnection!
    order(id: ID!): Order
    node(id: ID!): Node
    nodes(ids: [ID!]!): [Node]!
    shop: Shop!
    currentAppInstallation: AppInstallation!
    webhookSubscriptions(first: Int, after: String): WebhookSubscriptionConnection!
  }
  type Mutation {
    fulfillmentCreate(fulfillment: FulfillmentInput!): FulfillmentCreatePayload
    webhookSubscriptionCreate(topic: WebhookSubscriptionTopic!, webhookSubscription: WebhookSubscriptionInput!): WebhookSubscriptionCreatePayload
    webhookSubscriptionUpdate(id: ID!, webhookSubscription: WebhookSubscriptionInput!): WebhookSubscriptionUpdatePayload
  }
`;
