import { enumsText } from "./schema-enums.ts";

/**
 * The part of Shopify's Admin schema 2026-10 that this simulator serves. Names, arguments and nullability are
 * Shopify's own; `schema.test.ts` checks every line of it against the official schema. Enums of currencies and
 * countries list only what occurs in this world.
 */
export const schemaText = /* GraphQL */ `
schema { query: QueryRoot mutation: Mutation }
directive @idempotent(key: String!) on FIELD
scalar DateTime
scalar Decimal
scalar UnsignedInt64
scalar URL

interface Node { id: ID! }
interface LegacyInteroperability { legacyResourceId: UnsignedInt64! }
interface DisplayableError { field: [String!] message: String! }

type QueryRoot {
  orders(after: String before: String first: Int last: Int query: String reverse: Boolean = false sortKey: OrderSortKeys = PROCESSED_AT): OrderConnection!
  ordersCount(limit: Int = 10000 query: String): Count
  order(id: ID!): Order
  node(id: ID!): Node
  nodes(ids: [ID!]!): [Node]!
  fulfillment(id: ID!): Fulfillment
  fulfillmentOrder(id: ID!): FulfillmentOrder
  shop: Shop!
  locations(after: String before: String first: Int includeInactive: Boolean = false includeLegacy: Boolean = false last: Int query: String reverse: Boolean = false sortKey: LocationSortKeys = NAME): LocationConnection!
  location(id: ID): Location
  inventoryItems(after: String before: String first: Int last: Int query: String reverse: Boolean = false): InventoryItemConnection!
  webhookSubscriptions(after: String before: String first: Int last: Int format: WebhookSubscriptionFormat query: String reverse: Boolean = false sortKey: WebhookSubscriptionSortKeys = CREATED_AT topics: [WebhookSubscriptionTopic!] uri: String): WebhookSubscriptionConnection!
  webhookSubscription(id: ID!): WebhookSubscription
  currentAppInstallation: AppInstallation!
  job(id: ID!): Job
}

type Mutation {
  fulfillmentCreate(fulfillment: FulfillmentInput! message: String): FulfillmentCreatePayload
  fulfillmentTrackingInfoUpdate(fulfillmentId: ID! notifyCustomer: Boolean trackingInfoInput: FulfillmentTrackingInput!): FulfillmentTrackingInfoUpdatePayload
  fulfillmentCancel(id: ID!): FulfillmentCancelPayload
  orderCancel(notifyCustomer: Boolean = false orderId: ID! reason: OrderCancelReason! refund: Boolean refundMethod: OrderCancelRefundMethodInput restock: Boolean! staffNote: String = null): OrderCancelPayload
  inventorySetQuantities(input: InventorySetQuantitiesInput!): InventorySetQuantitiesPayload
  webhookSubscriptionCreate(topic: WebhookSubscriptionTopic! webhookSubscription: WebhookSubscriptionInput!): WebhookSubscriptionCreatePayload
  webhookSubscriptionUpdate(id: ID! webhookSubscription: WebhookSubscriptionInput!): WebhookSubscriptionUpdatePayload
  webhookSubscriptionDelete(id: ID!): WebhookSubscriptionDeletePayload
}

type PageInfo { endCursor: String hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String }
type Count { count: Int! precision: CountPrecision! }
type MoneyV2 { amount: Decimal! currencyCode: CurrencyCode! }
type MoneyBag { presentmentMoney: MoneyV2! shopMoney: MoneyV2! }
type TaxLine { channelLiable: Boolean priceSet: MoneyBag! rate: Float ratePercentage: Float source: String title: String! }

type Order implements LegacyInteroperability & Node {
  billingAddress: MailingAddress
  billingAddressMatchesShippingAddress: Boolean!
  cancelReason: OrderCancelReason
  cancelledAt: DateTime
  closed: Boolean!
  closedAt: DateTime
  confirmationNumber: String
  confirmed: Boolean!
  createdAt: DateTime!
  currencyCode: CurrencyCode!
  currentSubtotalLineItemsQuantity: Int!
  currentSubtotalPriceSet: MoneyBag!
  currentTotalDiscountsSet: MoneyBag!
  currentTotalPriceSet: MoneyBag!
  currentTotalTaxSet: MoneyBag!
  customer: Customer
  customerLocale: String
  discountCodes: [String!]!
  displayAddress: MailingAddress
  displayFinancialStatus: OrderDisplayFinancialStatus
  displayFulfillmentStatus: OrderDisplayFulfillmentStatus!
  edited: Boolean!
  email: String
  fulfillable: Boolean!
  fulfillmentOrders(after: String before: String displayable: Boolean = false first: Int last: Int query: String reverse: Boolean = false): FulfillmentOrderConnection!
  fulfillments(first: Int query: String): [Fulfillment!]!
  fulfillmentsCount: Count
  fullyPaid: Boolean!
  id: ID!
  legacyResourceId: UnsignedInt64!
  lineItems(after: String before: String first: Int last: Int reverse: Boolean = false): LineItemConnection!
  name: String!
  note: String
  number: Int!
  originalTotalPriceSet: MoneyBag!
  paymentGatewayNames: [String!]!
  phone: String
  poNumber: String
  presentmentCurrencyCode: CurrencyCode!
  processedAt: DateTime!
  refundable: Boolean!
  requiresShipping: Boolean!
  returnStatus: OrderReturnStatus!
  shippingAddress: MailingAddress
  shippingLine: ShippingLine
  sourceName: String
  subtotalLineItemsQuantity: Int!
  subtotalPriceSet: MoneyBag
  tags: [String!]!
  taxLines: [TaxLine!]!
  taxesIncluded: Boolean!
  test: Boolean!
  totalDiscountsSet: MoneyBag
  totalOutstandingSet: MoneyBag!
  totalPriceSet: MoneyBag!
  totalReceivedSet: MoneyBag!
  totalRefundedSet: MoneyBag!
  totalShippingPriceSet: MoneyBag!
  totalTaxSet: MoneyBag
  unpaid: Boolean!
  updatedAt: DateTime!
}
type OrderConnection { edges: [OrderEdge!]! nodes: [Order!]! pageInfo: PageInfo! }
type OrderEdge { cursor: String! node: Order! }

type LineItem implements Node {
  currentQuantity: Int!
  discountedTotalSet(withCodeDiscounts: Boolean = false): MoneyBag!
  discountedUnitPriceAfterAllDiscountsSet: MoneyBag!
  discountedUnitPriceSet: MoneyBag!
  id: ID!
  isGiftCard: Boolean!
  name: String!
  nonFulfillableQuantity: Int!
  originalTotalSet: MoneyBag!
  originalUnitPriceSet: MoneyBag!
  product: Product
  quantity: Int!
  refundableQuantity: Int!
  requiresShipping: Boolean!
  sku: String
  taxLines(first: Int): [TaxLine!]!
  taxable: Boolean!
  title: String!
  totalDiscountSet: MoneyBag!
  unfulfilledQuantity: Int!
  variant: ProductVariant
  variantTitle: String
  vendor: String
}
type LineItemConnection { edges: [LineItemEdge!]! nodes: [LineItem!]! pageInfo: PageInfo! }
type LineItemEdge { cursor: String! node: LineItem! }
type Product implements LegacyInteroperability & Node { id: ID! legacyResourceId: UnsignedInt64! title: String! vendor: String! }
type ProductVariant implements LegacyInteroperability & Node {
  id: ID! inventoryItem: InventoryItem! inventoryQuantity: Int legacyResourceId: UnsignedInt64! product: Product! sku: String title: String!
}
type Customer implements LegacyInteroperability & Node {
  displayName: String! firstName: String id: ID! lastName: String legacyResourceId: UnsignedInt64!
}
type MailingAddress implements Node {
  address1: String address2: String city: String company: String country: String countryCodeV2: CountryCode
  firstName: String formatted(withCompany: Boolean = true withName: Boolean = false): [String!]! formattedArea: String
  id: ID! lastName: String name: String phone: String province: String provinceCode: String zip: String
}
type ShippingLine {
  carrierIdentifier: String code: String custom: Boolean! discountedPriceSet: MoneyBag! id: ID isRemoved: Boolean!
  originalPriceSet: MoneyBag! phone: String source: String title: String!
}

type Fulfillment implements LegacyInteroperability & Node {
  createdAt: DateTime!
  deliveredAt: DateTime
  displayStatus: FulfillmentDisplayStatus
  estimatedDeliveryAt: DateTime
  fulfillmentLineItems(after: String before: String first: Int last: Int reverse: Boolean = false): FulfillmentLineItemConnection!
  id: ID!
  inTransitAt: DateTime
  legacyResourceId: UnsignedInt64!
  location: Location
  name: String!
  order: Order!
  requiresShipping: Boolean!
  status: FulfillmentStatus!
  totalQuantity: Int!
  trackingInfo(first: Int): [FulfillmentTrackingInfo!]!
  updatedAt: DateTime!
}
type FulfillmentLineItem implements Node { id: ID! lineItem: LineItem! quantity: Int }
type FulfillmentLineItemConnection { edges: [FulfillmentLineItemEdge!]! nodes: [FulfillmentLineItem!]! pageInfo: PageInfo! }
type FulfillmentLineItemEdge { cursor: String! node: FulfillmentLineItem! }
type FulfillmentTrackingInfo { company: String number: String url: URL }

type FulfillmentOrder implements Node {
  assignedLocation: FulfillmentOrderAssignedLocation!
  createdAt: DateTime!
  deliveryMethod: DeliveryMethod
  fulfillAt: DateTime
  fulfillmentHolds: [FulfillmentHold!]!
  id: ID!
  lineItems(after: String before: String first: Int last: Int reverse: Boolean = false): FulfillmentOrderLineItemConnection!
  order: Order!
  orderId: ID!
  orderName: String!
  orderProcessedAt: DateTime!
  requestStatus: FulfillmentOrderRequestStatus!
  status: FulfillmentOrderStatus!
  supportedActions: [FulfillmentOrderSupportedAction!]!
  updatedAt: DateTime!
}
type FulfillmentOrderConnection { edges: [FulfillmentOrderEdge!]! nodes: [FulfillmentOrder!]! pageInfo: PageInfo! }
type FulfillmentOrderEdge { cursor: String! node: FulfillmentOrder! }
type FulfillmentOrderLineItem implements Node {
  id: ID! inventoryItemId: ID lineItem: LineItem! productTitle: String! remainingQuantity: Int! requiresShipping: Boolean!
  sku: String totalQuantity: Int! variantTitle: String
}
type FulfillmentOrderLineItemConnection { edges: [FulfillmentOrderLineItemEdge!]! nodes: [FulfillmentOrderLineItem!]! pageInfo: PageInfo! }
type FulfillmentOrderLineItemEdge { cursor: String! node: FulfillmentOrderLineItem! }
type FulfillmentOrderAssignedLocation {
  address1: String address2: String city: String countryCode: CountryCode! location: Location name: String! phone: String province: String zip: String
}
type DeliveryMethod implements Node { id: ID! methodType: DeliveryMethodType! presentedName: String }
type FulfillmentOrderSupportedAction { action: FulfillmentOrderAction! externalUrl: URL }
type FulfillmentHold implements Node { displayReason: String! id: ID! reason: FulfillmentHoldReason! reasonNotes: String }

type Shop implements Node {
  contactEmail: String! currencyCode: CurrencyCode! email: String! ianaTimezone: String! id: ID! myshopifyDomain: String!
  name: String! plan: ShopPlan! timezoneAbbreviation: String! url: URL!
}
type ShopPlan { displayName: String! partnerDevelopment: Boolean! publicDisplayName: String! shopifyPlus: Boolean! }
type Location implements LegacyInteroperability & Node {
  address: LocationAddress! fulfillsOnlineOrders: Boolean! id: ID! isActive: Boolean! isFulfillmentService: Boolean!
  legacyResourceId: UnsignedInt64! name: String! shipsInventory: Boolean!
}
type LocationAddress {
  address1: String address2: String city: String country: String countryCode: String formatted: [String!]! phone: String
  province: String provinceCode: String zip: String
}
type LocationConnection { edges: [LocationEdge!]! nodes: [Location!]! pageInfo: PageInfo! }
type LocationEdge { cursor: String! node: Location! }

type InventoryItem implements LegacyInteroperability & Node {
  createdAt: DateTime! id: ID!
  inventoryLevel(includeInactive: Boolean = false locationId: ID!): InventoryLevel
  inventoryLevels(after: String before: String first: Int includeInactive: Boolean = false last: Int query: String reverse: Boolean = false): InventoryLevelConnection!
  legacyResourceId: UnsignedInt64! requiresShipping: Boolean! sku: String tracked: Boolean! updatedAt: DateTime!
}
type InventoryItemConnection { edges: [InventoryItemEdge!]! nodes: [InventoryItem!]! pageInfo: PageInfo! }
type InventoryItemEdge { cursor: String! node: InventoryItem! }
type InventoryLevel implements Node {
  createdAt: DateTime! id: ID! isActive: Boolean! item: InventoryItem! location: Location!
  quantities(names: [String!]!): [InventoryQuantity!]! updatedAt: DateTime!
}
type InventoryLevelConnection { edges: [InventoryLevelEdge!]! nodes: [InventoryLevel!]! pageInfo: PageInfo! }
type InventoryLevelEdge { cursor: String! node: InventoryLevel! }
type InventoryQuantity implements Node { id: ID! name: String! quantity: Int! updatedAt: DateTime }
type InventoryAdjustmentGroup implements Node { changes: [InventoryChange!]! createdAt: DateTime! id: ID! reason: String! referenceDocumentUri: String }
type InventoryChange { delta: Int! item: InventoryItem location: Location name: String! quantityAfterChange: Int }
input InventorySetQuantitiesInput { name: String! quantities: [InventoryQuantityInput!]! reason: String! referenceDocumentUri: String }
input InventoryQuantityInput { changeFromQuantity: Int inventoryItemId: ID! locationId: ID! quantity: Int! }
type InventorySetQuantitiesPayload { inventoryAdjustmentGroup: InventoryAdjustmentGroup userErrors: [InventorySetQuantitiesUserError!]! }
type InventorySetQuantitiesUserError implements DisplayableError { code: InventorySetQuantitiesUserErrorCode field: [String!] message: String! }

type WebhookSubscription implements LegacyInteroperability & Node {
  apiVersion: ApiVersion! createdAt: DateTime! filter: String format: WebhookSubscriptionFormat! id: ID! includeFields: [String!]!
  legacyResourceId: UnsignedInt64! metafieldNamespaces: [String!]! name: String topic: WebhookSubscriptionTopic! updatedAt: DateTime! uri: String!
}
type WebhookSubscriptionConnection { edges: [WebhookSubscriptionEdge!]! nodes: [WebhookSubscription!]! pageInfo: PageInfo! }
type WebhookSubscriptionEdge { cursor: String! node: WebhookSubscription! }
type ApiVersion { displayName: String! handle: String! supported: Boolean! }
type AppInstallation implements Node { accessScopes: [AccessScope!]! app: App! id: ID! }
type App implements Node { handle: String id: ID! title: String! }
type AccessScope { description: String! handle: String! }
type Job { done: Boolean! id: ID! }

type UserError implements DisplayableError { field: [String!] message: String! }
type FulfillmentCreatePayload { fulfillment: Fulfillment userErrors: [UserError!]! }
type FulfillmentTrackingInfoUpdatePayload { fulfillment: Fulfillment userErrors: [UserError!]! }
type FulfillmentCancelPayload { fulfillment: Fulfillment userErrors: [UserError!]! }
type OrderCancelPayload { job: Job orderCancelUserErrors: [OrderCancelUserError!]! }
type OrderCancelUserError implements DisplayableError { code: OrderCancelUserErrorCode field: [String!] message: String! }
type WebhookSubscriptionCreatePayload { userErrors: [UserError!]! webhookSubscription: WebhookSubscription }
type WebhookSubscriptionUpdatePayload { userErrors: [UserError!]! webhookSubscription: WebhookSubscription }
type WebhookSubscriptionDeletePayload { deletedWebhookSubscriptionId: ID userErrors: [UserError!]! }

input FulfillmentInput { lineItemsByFulfillmentOrder: [FulfillmentOrderLineItemsInput!]! notifyCustomer: Boolean = false trackingInfo: FulfillmentTrackingInput }
input FulfillmentTrackingInput { company: String number: String numbers: [String!] url: URL urls: [URL!] }
input FulfillmentOrderLineItemsInput { fulfillmentOrderId: ID! fulfillmentOrderLineItems: [FulfillmentOrderLineItemInput!] }
input FulfillmentOrderLineItemInput { id: ID! quantity: Int! }
input OrderCancelRefundMethodInput @oneOf { originalPaymentMethodsRefund: Boolean }
input WebhookSubscriptionInput { filter: String format: WebhookSubscriptionFormat includeFields: [String!] metafieldNamespaces: [String!] name: String uri: String }
${enumsText}`;
