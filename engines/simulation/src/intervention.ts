/** Variables of the model that can be set from outside, with the unit they belong to. */
export type Variable =
  /** Per dealer and day: a surge of inquiries begins (0 or 1). */
  | "inquirySurge"
  /** Per dealer and cause: the dealer's stock falls below its alarm level (0 or 1). */
  | "stockAlarm"
  /** Per dealer and cause: shipments to the dealer's customers are late (0 or 1). */
  | "logisticsDelay"
  /** Per lead: visits of the pricing page in the 30 days before the lead (count). */
  | "pricingViews"
  /** Per lead: the tailored comparison package is sent (0 or 1). */
  | "packageSent"
  /** Per lead: hours from the lead to the package. */
  | "packageHours"
  /** Per lead: hours to the first answer of sales. */
  | "responseHours"
  /** Per lead: a sample is cut on the machine within seven days (0 or 1). */
  | "sampleCut"
  /** Per direct customer and month: a service engineer visits without being called (0 or 1). */
  | "serviceVisit";

/** What an intervention may look at when it chooses its units. */
export interface Unit {
  /** Day of the simulation, 0 is its first. */
  readonly day: number;
  readonly region: number;
  readonly company?: number;
  readonly dealer?: number;
  readonly lead?: number;
  /** Leads: three or more views of pricing and comparison pages before the lead. */
  readonly highIntent?: boolean;
}

/** do(variable := value) for the units chosen by `where` (all when absent); a function changes the natural value. */
export interface Intervention {
  readonly variable: Variable;
  readonly value: number | ((natural: number) => number);
  readonly where?: (unit: Unit) => boolean;
}

/** The value a variable takes: its natural one, unless an intervention sets it. */
export type Decide = (variable: Variable, unit: Unit, natural: number) => number;

export function decideWith(interventions: readonly Intervention[]): Decide {
  if (interventions.length === 0) return (_variable, _unit, natural) => natural;
  return (variable, unit, natural) => {
    let value = natural;
    for (const intervention of interventions) {
      if (intervention.variable !== variable) continue;
      if (intervention.where && !intervention.where(unit)) continue;
      value =
        typeof intervention.value === "function" ? intervention.value(value) : intervention.value;
    }
    return value;
  };
}
