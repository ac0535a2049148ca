import { z } from "@hono/zod-openapi";
import { appError } from "@waybill/domain/errors";
import { customerErasedSchema, customerFoundSchema } from "@waybill/domain/organisation/answers";
import { eraseCustomer, findCustomer } from "@waybill/engine/privacy/erase-customer";
import { deleteOrganisation } from "@waybill/engine/privacy/erase-organisation";
import { exportStream } from "@waybill/engine/privacy/export";
import { accessOf } from "../../auth/access.ts";
import { demoHome } from "../../demo/session.ts";
import { organisationById } from "../../tenancy/organisations.ts";
import { body, done, idParam, json, newRouter, notFound, type RouteParts, secured } from "../kit.ts";

const tags = ["Data"];
const email = z.email("A whole address").max(254);

/** What is kept: taken out whole, and erased for one customer or altogether. */
export function dataRoutes(parts: RouteParts) {
  const { ctx, auth } = parts;
  return newRouter()
    .openapi(
      secured(parts, "data:export", {
        method: "get",
        path: "/api/data/export",
        summary: "Everything of the organisation, as gzipped JSON lines",
        description:
          'Each line is `{ "kind", "data" }`; the last one is `end` with a count of each kind: without it the file was cut off. No secrets are in it.',
        tags,
        responses: {
          200: {
            description: "A file",
            content: { "application/gzip": { schema: z.string().openapi({ format: "binary" }) } },
          },
        },
      }),
      async (c) => {
        const { orgId } = c.get("principal");
        const slug = (await organisationById(ctx, orgId))?.slug ?? "organisation";
        const day = new Date(ctx.now()).toISOString().slice(0, 10);
        return c.body(exportStream(c.get("scope")), 200, {
          "content-type": "application/gzip",
          "content-disposition": `attachment; filename="waybill-${slug}-${day}.jsonl.gz"`,
        });
      },
    )
    .openapi(
      secured(
        parts,
        { person: "data:erase" },
        {
          method: "post",
          path: "/api/data/find-customer",
          summary: "What is kept of a customer",
          tags,
          request: body(z.object({ email })),
          responses: {
            200: json(customerFoundSchema),
          },
        },
      ),
      async (c) => {
        return c.json(await findCustomer(c.get("scope"), c.req.valid("json")), 200);
      },
    )
    .openapi(
      secured(
        parts,
        { person: "data:erase" },
        {
          method: "post",
          path: "/api/data/erase-customer",
          summary: "Erase a customer; what was sold stays, without the person",
          tags,
          request: body(z.object({ email })),
          responses: {
            200: json(customerErasedSchema),
          },
        },
      ),
      async (c) => {
        const input = c.req.valid("json");
        return c.json(await eraseCustomer(c.get("scope"), input), 200);
      },
    )
    .openapi(
      secured(
        parts,
        { person: "organisation:delete" },
        {
          method: "delete",
          path: "/api/organisations/{id}",
          summary: "Delete the organisation and everything of it; its name is typed to be sure",
          tags,
          request: { params: idParam, ...body(z.object({ name: z.string().max(80) })) },
          responses: { 200: json(done) },
        },
      ),
      async (c) => {
        const { orgId } = c.get("principal");
        const own = await organisationById(ctx, orgId);
        if (!own || c.req.valid("param").id !== orgId) throw notFound("organisation");
        if (c.req.valid("json").name.trim() !== own.name) {
          const issues = [{ path: "name", message: `Type “${own.name}” exactly.` }];
          throw appError({ code: "name_differs", status: 422, message: "That is not its name.", issues });
        }
        if (ctx.config.demo && (await demoHome(ctx, auth)).organisation.id === orgId) {
          const message = "The demo's shop stays. Reset the demo instead.";
          throw appError({ code: "demo_stays", status: 422, message });
        }
        for (const who of await deleteOrganisation(c.get("scope"))) accessOf(auth).revoke(who);
        return c.json({ ok: true as const }, 200);
      },
    );
}
