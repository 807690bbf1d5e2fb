/**
 * Turns calls that come at the same time into one: while groups are being worked on, later calls gather and go next. Each
 * caller waits for its own group, so nothing is answered before it is done.
 *
 * @param work takes a group in order and gives one result for each.
 * @param about.most at most so many calls in one group.
 * @param about.atOnce so many groups are worked on at the same time.
 */
export function grouped<In, Out>(
  work: (group: readonly In[]) => Promise<readonly Out[]>,
  about: { readonly most: number; readonly atOnce: number },
): (input: In) => Promise<Out> {
  interface Waiting {
    readonly input: In;
    readonly resolve: (output: Out) => void;
    readonly reject: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let working = 0;
  let planned = false;

  async function run(group: readonly Waiting[]): Promise<void> {
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

  function plan(): void {
    // Calls of the same turn of the event loop go together from the start.
    if (planned || working >= about.atOnce || waiting.length === 0) return;
    planned = true;
    setImmediate(() => {
      planned = false;
      const group = waiting.slice(0, about.most);
      waiting = waiting.slice(about.most);
      if (group.length === 0) return;
      working += 1;
      void run(group).finally(() => {
        working -= 1;
        plan();
      });
      plan();
    });
  }

  return (input) =>
    new Promise((resolve, reject) => {
      waiting.push({ input, resolve, reject });
      plan();
    });
}
