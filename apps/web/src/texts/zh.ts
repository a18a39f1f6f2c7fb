import { areas } from "./areas.ts";
import { resources } from "./pairs.ts";

/** All texts in Chinese. The build puts the result in the place of this module: no page loads both languages. */
export const texts = resources(areas, "zh");
