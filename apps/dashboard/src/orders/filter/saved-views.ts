import type { SavedView } from "@waybill/domain/organisation/answers";
import { createSignal } from "solid-js";
import { api, itemsOf } from "../../api/api.ts";
import { createView } from "../../live/view.ts";

/** The saved views of a list, changed here and on the server together. */
export function createSavedViews(place: SavedView["place"]) {
  const views = createView(() => api.get("/api/views", { query: { place } }).then(itemsOf));
  const [touched, setTouched] = createSignal<string | null>(null);
  const save = async (input: { name: string; query: string; shared: boolean }) => {
    const view = await api.post("/api/views", { json: { place, ...input } });
    await views.reload();
    setTouched(view.id);
  };
  const change = async (id: string, part: { name?: string; query?: string }) => {
    const view = await api.patch("/api/views/:id", { param: { id }, json: part });
    views.set((all) => all.map((one) => (one.id === id ? view : one)));
  };
  const remove = async (id: string) => {
    await api.delete("/api/views/:id", { param: { id } });
    views.set((all) => all.filter((one) => one.id !== id));
  };
  return { all: () => views.data() ?? [], touched, save, change, remove };
}
export type SavedViews = ReturnType<typeof createSavedViews>;
