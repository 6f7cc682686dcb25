import { apimAnalytics200 } from "./apimAnalytics200";
import { apimAnalytics210 } from "./apimAnalytics210";
import { apimAnalytics220 } from "./apimAnalytics220";
import { das301 } from "./das301";
import { das310 } from "./das310";
import { das320 } from "./das320";
import type { ProductProfile } from "./productProfile";

export const profiles: readonly ProductProfile[] = [
  apimAnalytics200,
  apimAnalytics210,
  apimAnalytics220,
  das301,
  das310,
  das320,
];

export const profileIds: readonly string[] = profiles.map((profile) => profile.id);

/** The profile of that id, or undefined where the product version is not known. */
export function findProfile(id: string | undefined): ProductProfile | undefined {
  return profiles.find((profile) => profile.id === id);
}
