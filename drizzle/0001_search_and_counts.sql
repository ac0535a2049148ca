-- Search over orders. Contentless: the words live once, in the index; rowid = orders.rid; replaceable and deletable by rowid.
-- `org` holds the organisation's id without punctuation, so that it is one token (see packages/db/src/search.ts).
CREATE VIRTUAL TABLE orders_fts USING fts5(
  org, text,
  content='', contentless_delete=1,
  tokenize="unicode61 remove_diacritics 2", prefix='2 3'
);
--> statement-breakpoint
-- order_counts follows orders. Rows that fall to 0 stay: few combinations exist and most come back.
CREATE TRIGGER orders_count_insert AFTER INSERT ON orders BEGIN
  INSERT INTO order_counts (org_id, channel, status, sync_state, n)
  VALUES (new.org_id, new.channel, new.status, new.sync_state, 1)
  ON CONFLICT (org_id, channel, status, sync_state) DO UPDATE SET n = n + 1;
END;
--> statement-breakpoint
CREATE TRIGGER orders_count_update AFTER UPDATE OF org_id, channel, status, sync_state ON orders
WHEN old.status <> new.status OR old.sync_state <> new.sync_state OR old.channel <> new.channel OR old.org_id <> new.org_id
BEGIN
  UPDATE order_counts SET n = n - 1
  WHERE org_id = old.org_id AND channel = old.channel AND status = old.status AND sync_state = old.sync_state;
  INSERT INTO order_counts (org_id, channel, status, sync_state, n)
  VALUES (new.org_id, new.channel, new.status, new.sync_state, 1)
  ON CONFLICT (org_id, channel, status, sync_state) DO UPDATE SET n = n + 1;
END;
--> statement-breakpoint
-- Also takes the order out of the search index. INSERT OR REPLACE would not come by here: orders are upserted, never replaced.
CREATE TRIGGER orders_delete AFTER DELETE ON orders BEGIN
  UPDATE order_counts SET n = n - 1
  WHERE org_id = old.org_id AND channel = old.channel AND status = old.status AND sync_state = old.sync_state;
  DELETE FROM orders_fts WHERE rowid = old.rid;
END;
