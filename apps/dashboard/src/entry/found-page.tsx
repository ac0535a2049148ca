import { useNavigate } from "@solidjs/router";
import { createSignal, type JSX, Show } from "solid-js";
import { api } from "../api/api.ts";
import { failureWords } from "../api/client.ts";
import { browserZone } from "../parts/browser-zone.ts";
import { Field } from "../parts/field.tsx";
import { useSession } from "../session/session.tsx";

/** For a person who signed up and belongs to no organisation yet: the one thing that is missing. */
export function FoundPage(): JSX.Element {
  const session = useSession();
  const navigate = useNavigate();
  const [problem, setProblem] = createSignal<string | null>(null);
  const found = async (name: string) => {
    try {
      await api.post("/api/organisations", { json: { name, timeZone: browserZone() } });
      navigate("/welcome", { replace: true });
      await session.refresh();
    } catch (error) {
      setProblem(failureWords(error));
    }
  };
  return (
    <main class="mx-auto flex min-h-dvh w-full max-w-[400px] flex-col justify-center px-5 py-10">
      <h1 class="text-2xl leading-[1.15] font-semibold">What is your shop called?</h1>
      <p class="mt-2 mb-6 text-ink-2">
        Orders, parcels and colleagues belong to an organisation. If you were invited to one, open the link in the
        invitation instead.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void found(String(new FormData(event.currentTarget).get("name") ?? ""));
        }}
      >
        <Field label="Shop or company" name="name" autocomplete="organization" problem={problem()} />
        <div class="flex gap-2">
          <button type="submit" class="btn btn-main">
            Create it
          </button>
          <button type="button" class="btn btn-bare" onClick={() => void session.signOut()}>
            Sign out
          </button>
        </div>
      </form>
      <Show when={problem()}>
        <span class="wb-sr" role="alert">
          {problem()}
        </span>
      </Show>
    </main>
  );
}
