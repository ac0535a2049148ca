import { gzipSync } from "node:zlib";
import { startShotWorld } from "../../scripts/lib/shot-world.ts";
import { largestPaint, likeAPhone, startBrowser } from "../lib/browser.ts";
import { atMost, type Measured, measured } from "../lib/result.ts";
import { settings } from "../lib/settings.ts";

const PHONE = { width: 390, height: 844 };
/** The least that can show a headline: what any page pays on this line. */
const BARE = `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Bare</title>
<body style="font:16px system-ui"><h1 style="font-size:40px">Arriving Thursday, 26 November</h1></body></html>`;

/**
 * The public page on a phone with a bad line: when its answer is painted, against one headline from a server that does
 * nothing else; and what it weighs on the wire.
 */
export async function page(): Promise<Measured[]> {
  const world = await startShotWorld();
  const bare = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: () => new Response(BARE, { headers: { "content-type": "text/html" } }),
  });
  const browser = await startBrowser();
  const found = { page: [] as number[], bare: [] as number[] };
  const weight = { script: 0, style: 0, foreign: 0 };
  try {
    const parcel = world.shipments.find((s) => s.status === "in_transit" && s.orderId);
    if (!parcel) throw new Error("No parcel is on its way in the pictured world.");
    const address = `${world.url}/track/${parcel.trackToken}`;
    const paint = async (url: string, weigh: boolean) => {
      const context = await browser.newContext({
        viewport: PHONE,
        deviceScaleFactor: 2,
        isMobile: true,
        hasTouch: true,
      });
      const tab = await context.newPage();
      await likeAPhone(context, tab);
      const reading: Promise<void>[] = [];
      if (weigh) {
        tab.on("response", (response) => {
          const type = response.request().resourceType();
          if (new URL(response.url()).origin !== world.url) weight.foreign += 1;
          if (type !== "script" && type !== "stylesheet") return;
          const key = type === "script" ? "script" : "style";
          const weighed = async () => {
            weight[key] += gzipSync(await response.body()).length / 1024;
          };
          reading.push(weighed());
        });
      }
      await tab.goto(url, { waitUntil: "load" });
      const at = await largestPaint(tab);
      await Promise.all(reading);
      if (weigh) {
        const inline = await tab.evaluate(() =>
          [...document.querySelectorAll("style")].map((s) => s.textContent).join(""),
        );
        if (inline) weight.style += gzipSync(inline).length / 1024;
      }
      await context.close();
      return at;
    };
    for (let round = 0; round < settings.paints; round++) {
      found.bare.push(await paint(`http://127.0.0.1:${bare.port}/`, false));
      found.page.push(await paint(address, round === 0));
    }
  } finally {
    await browser.close();
    await bare.stop(true);
    await world.stop();
  }
  return [
    measured({
      name: "tracking page LCP",
      unit: "ms",
      values: found.page,
      baselines: found.bare,
      target: atMost("value", 1000),
      note: `slow 4G, 4 × slower CPU, cold cache; the baseline is one headline and nothing else; ${weight.foreign} requests to others`,
    }),
    measured({ name: "tracking page script", unit: "KB gz", values: [weight.script], target: atMost("value", 25) }),
    measured({ name: "tracking page style", unit: "KB gz", values: [weight.style], target: atMost("value", 15) }),
  ];
}
