/** Where code needs the time it asks a clock that was passed in, so that tests and replays decide it. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
