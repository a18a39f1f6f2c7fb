import type { Tracker } from "../tracker.ts";

/**
 * Forms with `data-causeway-form="name"` tell when they are submitted. With `data-causeway-identify` too, name, e-mail, phone,
 * company and title typed into them say who the visitor is; nothing else typed is read.
 */
export function watchForms(tracker: Tracker): void {
  document.addEventListener(
    "submit",
    ({ target }) => {
      if (!(target instanceof HTMLFormElement)) return;
      const form = target.getAttribute("data-causeway-form");
      if (form === null) return;
      const traits = target.hasAttribute("data-causeway-identify") ? readTraits(target) : {};
      if (traits.email !== undefined || traits.phone !== undefined) tracker.identify({ ...traits });
      tracker.track("Form Submitted", { form, path: location.pathname });
    },
    { capture: true },
  );
}

type Trait = "email" | "phone" | "name" | "company" | "title";

function readTraits(form: HTMLFormElement): Partial<Record<Trait, string>> {
  const traits: Partial<Record<Trait, string>> = {};
  for (const element of form.elements) {
    if (!(element instanceof HTMLInputElement)) continue;
    const trait = traitOf(element);
    const value = element.value.trim();
    if (trait !== null && value !== "") traits[trait] = value.slice(0, 200);
  }
  return traits;
}

function traitOf(input: HTMLInputElement): Trait | null {
  const { type, name } = input;
  const autocomplete = input.getAttribute("autocomplete");
  if (type === "password" || type === "hidden") return null;
  if (type === "email" || name === "email" || autocomplete === "email") return "email";
  if (type === "tel" || name === "phone" || autocomplete === "tel") return "phone";
  if (name === "name" || autocomplete === "name") return "name";
  if (name === "company" || autocomplete === "organization") return "company";
  return name === "title" || autocomplete === "organization-title" ? "title" : null;
}
