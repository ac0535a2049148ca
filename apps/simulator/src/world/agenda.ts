/** What will happen next, ordered by world time and, within one instant, by the order of entry. */
type Task = { due: number; order: number; run: (due: number) => void };

export type Agenda = {
  at(due: number, run: (due: number) => void): void;
  /** Takes the earliest task that is due at `time`, or nothing. */
  takeDue(time: number): Task | undefined;
  size(): number;
  nextDue(): number | undefined;
};

function before(left: Task, right: Task): boolean {
  return left.due === right.due ? left.order < right.order : left.due < right.due;
}

export function createAgenda(): Agenda {
  const heap: Task[] = [];
  let entries = 0;

  const swap = (left: number, right: number) => {
    const held = heap[left] as Task;
    heap[left] = heap[right] as Task;
    heap[right] = held;
  };
  const rise = (start: number) => {
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!before(heap[index] as Task, heap[parent] as Task)) return;
      swap(index, parent);
      index = parent;
    }
  };
  const sink = () => {
    let index = 0;
    for (;;) {
      const left = index * 2 + 1;
      const right = left + 1;
      let first = index;
      if (left < heap.length && before(heap[left] as Task, heap[first] as Task)) first = left;
      if (right < heap.length && before(heap[right] as Task, heap[first] as Task)) first = right;
      if (first === index) return;
      swap(index, first);
      index = first;
    }
  };

  return {
    at: (due, run) => {
      entries += 1;
      heap.push({ due, order: entries, run });
      rise(heap.length - 1);
    },
    takeDue: (time) => {
      const first = heap[0];
      if (first === undefined || first.due > time) return undefined;
      const last = heap.pop() as Task;
      if (heap.length > 0) {
        heap[0] = last;
        sink();
      }
      return first;
    },
    size: () => heap.length,
    nextDue: () => heap[0]?.due,
  };
}
