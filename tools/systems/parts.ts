import { Connector } from "./connector";
import { Debian, DebianImage } from "./debianImage";
import { Jdk8 } from "./jdk8";
import { MySql9 } from "./mysql9";
import { MySql56 } from "./mysql56";
import { MySql80 } from "./mysql80";
import type { Part } from "./part";

/** All that `npm run test:systems` looks for. */
export const parts = {
  bookworm: new DebianImage(Debian.Bookworm),
  trixie: new DebianImage(Debian.Trixie),
  mysql56: new MySql56(),
  mysql80: new MySql80(),
  mysql9: new MySql9(),
  jdk8: new Jdk8(),
  connector: new Connector(),
} satisfies Record<string, Part>;
