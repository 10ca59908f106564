/** The learning rate at a step; steps are counted from 1. */
export type Schedule = (step: number) => number;
