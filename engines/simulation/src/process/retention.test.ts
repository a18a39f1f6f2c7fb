import { expect, it } from "vitest";
import { marketParameters } from "../parameters.ts";
import { windDown } from "./retention.ts";

const contract = {
  company: 1,
  sequence: 0,
  startDay: 0,
  endDay: 365,
  decisionDay: 185,
  lossProbability: 0.5,
};

it("windDown() lowers the use of a machine from the decision to leave until the contract ends", () => {
  const leaving = [{ ...contract, lost: true }];
  expect(windDown(leaving, 185)).toBe(0);
  expect(windDown(leaving, 275)).toBeCloseTo(marketParameters.retention.windDown / 2, 10);
  expect(windDown(leaving, 365)).toBeCloseTo(marketParameters.retention.windDown, 10);
  expect(windDown(leaving, 366)).toBe(0);
});

it("windDown() leaves the use of a customer who renews alone", () => {
  expect(windDown([{ ...contract, lost: false }], 300)).toBe(0);
});
