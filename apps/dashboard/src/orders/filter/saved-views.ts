import { createSignal } from "solid-js";
import { request } from "../../api/client.ts";
import { createView } from "../../live/view.ts";

/** A list's filters under a name; `shared`: everybody of the organisation sees it. */
export type SavedView = { id: string; place: "orders" | "shipments"; name: string; query: string; shared: boolean };

/** The saved views of a list, changed here and on the server together. */
export function createSavedViews(place: SavedView["place"]) {
  const views = createView(() => request<SavedView[]>("GET", `/api/views?place=${place}`));
  const [touched, setTouched] = createSignal<string | null>(null);
  const save = async (input: { name: string; query: string; shared: boolean }) => {
    const view = await request<SavedView>("POST", "/api/views", { place, ...input });
    await views.reload();
    setTouched(view.id);
  };
  const change = async (id: string, part: { name?: string; query?: string }) => {
    const view = await request<SavedView>("PATCH", `/api/views/${id}`, part);
    views.set((all) => all.map((one) => (one.id === id ? view : one)));
  };
  const remove = async (id: string) => {
    await request("DELETE", `/api/views/${id}`);
    views.set((all) => all.filter((one) => one.id !== id));
  };
  return { all: () => views.data() ?? [], touched, save, change, remove };
}
export type SavedViews = ReturnType<typeof createSavedViews>;
