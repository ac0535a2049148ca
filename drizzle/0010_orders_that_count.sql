-- The counts get two more facts: is anything left to ship, and is it a trial order. They follow from orders, so they are made anew.
DROP TRIGGER orders_count_insert;--> statement-breakpoint
DROP TRIGGER orders_count_update;--> statement-breakpoint
DROP TRIGGER orders_delete;--> statement-breakpoint
DROP TRIGGER orders_slot_insert;--> statement-breakpoint
DROP TRIGGER orders_slot_update;--> statement-breakpoint
DROP TRIGGER orders_slot_delete;--> statement-breakpoint
DROP TABLE order_counts;--> statement-breakpoint
CREATE TABLE `order_counts` (
	`org_id` text NOT NULL,
	`channel` text NOT NULL,
	`status` text NOT NULL,
	`sync_state` text NOT NULL,
	`to_ship` integer NOT NULL,
	`test` integer NOT NULL,
	`n` integer NOT NULL,
	PRIMARY KEY(`org_id`, `channel`, `status`, `sync_state`, `to_ship`, `test`)
);
--> statement-breakpoint
CREATE INDEX `orders_to_ship` ON `orders` (`org_id`,"placed_at" desc,"id" desc) WHERE "orders"."to_ship" > 0;--> statement-breakpoint
-- What rows of older versions know of it. The job below counts each order exactly, by the rules in the code.
UPDATE orders SET
  kept = (SELECT COALESCE(SUM(quantity), 0) FROM order_lines WHERE order_id = orders.id),
  unshipped = (SELECT COALESCE(SUM(MIN(unfulfilled, quantity)), 0) FROM order_lines WHERE order_id = orders.id AND requires_shipping = 1),
  parcels = (SELECT COUNT(*) FROM shipments WHERE order_id = orders.id AND status <> 'cancelled'),
  parcels_arrived = (SELECT COUNT(*) FROM shipments WHERE order_id = orders.id AND status = 'delivered'),
  test = COALESCE(detail ->> '$.test', 0),
  refunded_minor = detail ->> '$.refunded';
--> statement-breakpoint
UPDATE orders SET to_ship = unshipped WHERE status NOT IN ('cancelled', 'refunded', 'completed');--> statement-breakpoint
-- A parcel's life begins at its fulfilment; of one typed in here, some days before that (packages/engine/src/shipments/new.ts).
UPDATE shipments SET not_before = MAX(not_before, shipped_at - CASE push_state WHEN 'none' THEN 432000000 ELSE 1209600000 END);
--> statement-breakpoint
-- A payment that the channel waits for is no lack of sync.
UPDATE orders SET sync_state = 'success', sync_reason = NULL WHERE sync_state = 'pending' AND sync_next_at IS NULL
  AND sync_reason = 'The channel is still waiting for the payment. Waybill reads the order again when it changes.';
--> statement-breakpoint
-- Neither is an order that its channel deleted.
UPDATE orders SET deleted_at = changed_at, status = 'deleted', to_ship = 0, sync_state = 'success', sync_next_at = NULL
  WHERE sync_state = 'failed' AND detail IS NOT NULL AND sync_reason LIKE '% no longer has this order.';
--> statement-breakpoint
INSERT INTO order_counts (org_id, channel, status, sync_state, to_ship, test, n)
SELECT org_id, channel, status, sync_state, to_ship > 0, test, COUNT(*) FROM orders GROUP BY 1, 2, 3, 4, 5, 6;
--> statement-breakpoint
CREATE TRIGGER orders_count_insert AFTER INSERT ON orders BEGIN
  INSERT INTO order_counts (org_id, channel, status, sync_state, to_ship, test, n)
  VALUES (new.org_id, new.channel, new.status, new.sync_state, new.to_ship > 0, new.test, 1)
  ON CONFLICT (org_id, channel, status, sync_state, to_ship, test) DO UPDATE SET n = n + 1;
END;
--> statement-breakpoint
CREATE TRIGGER orders_count_update AFTER UPDATE OF org_id, channel, status, sync_state, to_ship, test ON orders
WHEN old.status <> new.status OR old.sync_state <> new.sync_state OR (old.to_ship > 0) <> (new.to_ship > 0) OR old.test <> new.test
  OR old.channel <> new.channel OR old.org_id <> new.org_id
BEGIN
  UPDATE order_counts SET n = n - 1
  WHERE org_id = old.org_id AND channel = old.channel AND status = old.status AND sync_state = old.sync_state
    AND to_ship = (old.to_ship > 0) AND test = old.test;
  INSERT INTO order_counts (org_id, channel, status, sync_state, to_ship, test, n)
  VALUES (new.org_id, new.channel, new.status, new.sync_state, new.to_ship > 0, new.test, 1)
  ON CONFLICT (org_id, channel, status, sync_state, to_ship, test) DO UPDATE SET n = n + 1;
END;
--> statement-breakpoint
-- Also takes the order out of the search index. INSERT OR REPLACE would not come by here: orders are upserted, never replaced.
CREATE TRIGGER orders_delete AFTER DELETE ON orders BEGIN
  UPDATE order_counts SET n = n - 1
  WHERE org_id = old.org_id AND channel = old.channel AND status = old.status AND sync_state = old.sync_state
    AND to_ship = (old.to_ship > 0) AND test = old.test;
  DELETE FROM orders_fts WHERE rowid = old.rid;
END;
--> statement-breakpoint
-- Trial orders stand in no day.
DELETE FROM order_slots;--> statement-breakpoint
INSERT INTO order_slots (org_id, slot, connection_id, n)
SELECT org_id, placed_at / 1800000, connection_id, COUNT(*) FROM orders WHERE test = 0 GROUP BY 1, 2, 3;
--> statement-breakpoint
CREATE TRIGGER orders_slot_insert AFTER INSERT ON orders WHEN new.test = 0 BEGIN
  INSERT INTO order_slots (org_id, slot, connection_id, n) VALUES (new.org_id, new.placed_at / 1800000, new.connection_id, 1)
  ON CONFLICT (org_id, slot, connection_id) DO UPDATE SET n = n + 1;
END;
--> statement-breakpoint
CREATE TRIGGER orders_slot_update AFTER UPDATE OF placed_at, test ON orders
WHEN old.placed_at / 1800000 <> new.placed_at / 1800000 OR old.test <> new.test
BEGIN
  UPDATE order_slots SET n = n - (old.test = 0)
  WHERE org_id = old.org_id AND slot = old.placed_at / 1800000 AND connection_id = old.connection_id;
  INSERT INTO order_slots (org_id, slot, connection_id, n)
  VALUES (new.org_id, new.placed_at / 1800000, new.connection_id, new.test = 0)
  ON CONFLICT (org_id, slot, connection_id) DO UPDATE SET n = n + excluded.n;
END;
--> statement-breakpoint
CREATE TRIGGER orders_slot_delete AFTER DELETE ON orders WHEN old.test = 0 BEGIN
  UPDATE order_slots SET n = n - 1
  WHERE org_id = old.org_id AND slot = old.placed_at / 1800000 AND connection_id = old.connection_id;
END;
--> statement-breakpoint
-- Once, for each organisation that has orders: they are counted by today's rules (packages/engine/src/sync/recount.ts).
INSERT INTO jobs (id, org_id, kind, key, payload, run_at, state, created_at, updated_at)
SELECT 'job_recount_' || org_id, org_id, 'orders.recount', 'orders.recount ' || org_id, '{}', 0, 'waiting', 0, 0
FROM orders GROUP BY org_id;
