/**
 * The credentials of every simulated platform. They are fake, fixed and public on purpose: they open nothing but this
 * simulator, which checks them on each call exactly as the real platform would.
 */
export const credentials = {
  shopify: {
    shop: "harbour-and-pine.myshopify.com",
    clientId: "sim-shopify-client-id",
    clientSecret: "sim-shopify-client-secret",
    /** A long-lived token of the old custom-app kind; handy for scripts. */
    accessToken: "shpat_sim_fixed_access_token",
  },
  easypost: { apiKey: "EZSIM-test-api-key", webhookSecret: "sim-easypost-webhook-sécret" },
  ups: {
    clientId: "sim-ups-client-id",
    clientSecret: "sim-ups-client-secret",
    credential: "sim-ups-track-alert-credential",
  },
  fedex: {
    clientId: "sim-fedex-client-id",
    clientSecret: "sim-fedex-client-secret",
    securityToken: "sim-fedex-security-token",
  },
  resend: { apiKey: "re_sim_api_key" },
} as const;
