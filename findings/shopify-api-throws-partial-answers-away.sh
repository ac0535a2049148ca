#!/usr/bin/env bash
# @shopify/shopify-api 15.0.0: an answer with `data` and `errors` (HTTP 200; GraphQL calls it a partial answer, and Shopify gives it
# whenever an app is not approved for one field of protected customer data) is thrown away: `client.request()` throws
# GraphqlQueryError, though the order is there and only its customer is not. Shopify's own @shopify/admin-api-client 2.0.0, which it
# is built on, hands back both. Who reads orders through the first loses each order of a shop that withholds the e-mail, unless they
# look into `error.body.data`.
#
# Seen 2026-11-28: shopify-api "threw GraphqlQueryError: Access denied for customer field."; admin-api-client "#1001, 1 error".
# What Waybill does: packages/adapters/src/channels/shopify reads both; a withheld field costs that field, named on the order.
#
# Exits 0 while this is so, 1 when it is not any more. Needs Node 22 or newer and npm; no call leaves the machine.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @shopify/shopify-api@15.0.0 @shopify/admin-api-client@2.0.0

cat > answer.mjs <<'JS'
const body = JSON.stringify({
  data: { order: { name: "#1001", customer: null } },
  errors: [
    { message: "Access denied for customer field.", path: ["order", "customer"], extensions: { code: "ACCESS_DENIED" } },
  ],
});
export const answer = async () => new Response(body, { headers: { "content-type": "application/json" } });
export const query = '{ order(id: "gid://shopify/Order/1") { name customer { displayName } } }';
JS
cat > library.mjs <<'JS'
import "@shopify/shopify-api/adapters/node";
import { Session, shopifyApi } from "@shopify/shopify-api";
import { setAbstractFetchFunc } from "@shopify/shopify-api/runtime";
import { answer, query } from "./answer.mjs";
setAbstractFetchFunc(answer);
const api = shopifyApi({
  ...{ apiKey: "key", apiSecretKey: "secret", hostName: "app.example", apiVersion: "2026-10", isEmbeddedApp: false },
  logger: { level: 0 },
});
const session = new Session({ id: "1", shop: "a.myshopify.com", state: "", isOnline: false, accessToken: "token" });
try {
  const { data } = await new api.clients.Graphql({ session }).request(query);
  console.log(data.order.name);
} catch (error) {
  console.log(`threw ${error.constructor.name}: ${error.message}`);
}
JS
cat > client.mjs <<'JS'
import { createAdminApiClient } from "@shopify/admin-api-client";
import { answer, query } from "./answer.mjs";
const client = createAdminApiClient({
  ...{ storeDomain: "a.myshopify.com", apiVersion: "2026-10", accessToken: "token" },
  ...{ customFetchApi: answer, logger: () => {} },
});
const { data, errors } = await client.request(query);
console.log(`${data?.order.name}, ${errors?.graphQLErrors?.length} error`);
JS
library=$(node library.mjs 2>/dev/null)
client=$(node client.mjs 2>/dev/null)
echo "shopify-api:      $library"
echo "admin-api-client: $client"
[ "$library" = "threw GraphqlQueryError: Access denied for customer field." ] || exit 1
[ "$client" = "#1001, 1 error" ] || exit 1
