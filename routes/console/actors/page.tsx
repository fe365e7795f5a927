/**
 * `/console/orders/{id}`, `/console/passes/{id}`, `/console/tickets/{id}`: one actor through time.
 *
 * @module
 */
import { type Subject, SUBJECTS } from "../../subjects.ts";
import type { Markup, Page } from "../page.ts";
import { Tabs } from "../parts/tabs.tsx";
import { spaced } from "../parts/words.ts";
import { commandsTab } from "./commands.tsx";
import { deliveriesTab } from "./deliveries.tsx";
import { hrefTo, type Look, lookAt } from "./look.ts";
import { orderHeader } from "./order_header.tsx";
import { passHeader } from "./pass_header.tsx";
import { snapshotsTab } from "./snapshots.tsx";
import { stateTab } from "./state.tsx";
import { ticketHeader } from "./ticket_header.tsx";
import { timelineTab } from "./timeline.tsx";

const HEADERS: Readonly<Record<Subject["kind"], (look: Look) => Promise<Markup>>> = {
  order: orderHeader,
  pass: passHeader,
  ticket: ticketHeader,
};

interface Tab {
  readonly name: string;
  /** In the address. */
  readonly key: string;
  readonly show: (look: Look) => Promise<Markup>;
}

const TIMELINE: Tab = { name: "Timeline", key: "timeline", show: timelineTab };

/** In their order; the first is open unless the address says otherwise. */
const TABS: ReadonlyArray<Tab> = [
  TIMELINE,
  { name: "State", key: "state", show: stateTab },
  { name: "Commands", key: "commands", show: commandsTab },
  { name: "Deliveries", key: "deliveries", show: deliveriesTab },
  { name: "Snapshots", key: "snapshots", show: snapshotsTab },
];

/** A page for each kind. */
export const ACTOR_PAGES: ReadonlyArray<Page> = Object.values(SUBJECTS).map((subject) => ({
  path: `/${subject.plural}/:id`,
  section: null,
  show: async (visit) => {
    const look = await lookAt(subject, visit);
    const asked = visit.url.searchParams.get("tab");
    const tab = TABS.find(({ key }) => key === asked) ?? TIMELINE;
    const [header, part] = await Promise.all([HEADERS[subject.kind](look), tab.show(look)]);
    return {
      title: `${spaced(subject.kind)} ${look.id}`,
      body: <ActorPage look={look} header={header} tab={tab} part={part} />,
    };
  },
}));

function ActorPage({ look, header, tab, part }: {
  readonly look: Look;
  readonly header: Markup;
  readonly tab: Tab;
  readonly part: Markup;
}): Markup {
  const tabs = TABS.map(({ name, key }) => ({ name, href: hrefTo(look, { tab: key }, "#part") }));
  return (
    <>
      {header}
      <Tabs label={`Parts of this ${look.subject.kind}`} tabs={tabs} current={tab.name} />
      <section id="part" aria-labelledby="part-title">
        <h2 id="part-title">{tab.name}</h2>
        {part}
      </section>
    </>
  );
}
