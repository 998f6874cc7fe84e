/** How many problems of one input are named. */
export const MOST_NAMED = 50;
