/** What the API takes, bytes. */
const MOST = 65_536;
/** Twice what is shown on a dense screen. */
const WIDEST = 480;
const HIGHEST = 160;
const TAKEN = ["image/png", "image/jpeg", "image/webp"];

type LogoRead = { ok: true; logo: string; note: string | null } | { ok: false; words: string };

const kb = (bytes: number) => `${Math.max(1, Math.round(bytes / 1024))} KB`;

/**
 * A picture from a person's disk as a data URL of at most 64 KB: as it is when it fits, else made smaller here.
 *
 * @example const read = await readLogo(file); if (read.ok) form.set({ logo: read.logo });
 */
export async function readLogo(file: File): Promise<LogoRead> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return { ok: false, words: `“${file.name}” is no picture that can be used. Choose a PNG, JPEG or WebP file.` };
  }
  const fits = file.size <= MOST && picture.width <= WIDEST * 2 && picture.height <= HIGHEST * 2;
  if (fits && TAKEN.includes(file.type)) return { ok: true, logo: await dataUrl(file), note: null };
  const scale = Math.min(1, WIDEST / picture.width, HIGHEST / picture.height);
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  // PNG first: every mail program shows it, and it keeps what is see-through.
  for (const type of ["image/png", "image/webp", "image/jpeg"]) {
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, type, 0.9));
    if (blob && blob.type === type && blob.size <= MOST) {
      const note = `Made smaller: ${canvas.width} × ${canvas.height}, ${kb(blob.size)} (it was ${kb(file.size)}).`;
      return { ok: true, logo: await dataUrl(blob), note };
    }
  }
  return { ok: false, words: "This picture is too detailed for 64 KB, even when made smaller. Choose a simpler one." };
}

function dataUrl(blob: Blob): Promise<string> {
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result));
    reader.onerror = () => fail(reader.error ?? new Error("The file could not be read."));
    reader.readAsDataURL(blob);
  });
}
