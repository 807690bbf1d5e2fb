/**
 * Turns calls that come at the same time into one: while a group is being worked on, later calls gather and go next. Each
 * caller waits for its own group, so nothing is answered before it is done.
 *
 * @param work takes a group in order and gives one result for each.
 * @param most at most so many in one group.
 */
export function grouped<In, Out>(
  work: (group: readonly In[]) => Promise<readonly Out[]>,
  most: number,
): (input: In) => Promise<Out> {
  interface Waiting {
    readonly input: In;
    readonly resolve: (output: Out) => void;
    readonly reject: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let busy = false;

  async function run(): Promise<void> {
    busy = true;
    while (waiting.length > 0) {
      const group = waiting.slice(0, most);
      waiting = waiting.slice(most);
      try {
        const results = await work(group.map((each) => each.input));
        group.forEach((each, index) => {
          const result = results[index];
          if (result === undefined) each.reject(new Error('A grouped call has no result'));
          else each.resolve(result);
        });
      } catch (error) {
        for (const each of group) each.reject(error);
      }
    }
    busy = false;
  }

  return (input) =>
    new Promise((resolve, reject) => {
      waiting.push({ input, resolve, reject });
      // Calls of the same turn of the event loop go together from the start.
      if (!busy) {
        busy = true;
        setImmediate(() => void run());
      }
    });
}
