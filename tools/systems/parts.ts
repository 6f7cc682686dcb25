import { Debian, DebianImage } from "./debianImage";
import type { Part } from "./part";

/** All that `npm run test:systems` looks for. */
export const parts = {
  bookworm: new DebianImage(Debian.Bookworm),
  trixie: new DebianImage(Debian.Trixie),
} satisfies Record<string, Part>;
