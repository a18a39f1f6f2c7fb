export { readDemoProgress } from "./demo-state.ts";
export { demoNames, foundDemo, removeDemo } from "./found-demo.ts";
