export { readDemoProgress } from "./demo-state.ts";
export { demoNames, foundDemo } from "./found-demo.ts";
