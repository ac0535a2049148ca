-- Orders per half hour and connection follow orders; what is there already is counted once.
INSERT INTO order_slots (org_id, slot, connection_id, n)
SELECT org_id, placed_at / 1800000, connection_id, COUNT(*) FROM orders GROUP BY 1, 2, 3;
--> statement-breakpoint
CREATE TRIGGER orders_slot_insert AFTER INSERT ON orders BEGIN
  INSERT INTO order_slots (org_id, slot, connection_id, n) VALUES (new.org_id, new.placed_at / 1800000, new.connection_id, 1)
  ON CONFLICT (org_id, slot, connection_id) DO UPDATE SET n = n + 1;
END;
--> statement-breakpoint
CREATE TRIGGER orders_slot_update AFTER UPDATE OF placed_at ON orders
WHEN old.placed_at / 1800000 <> new.placed_at / 1800000
BEGIN
  UPDATE order_slots SET n = n - 1
  WHERE org_id = old.org_id AND slot = old.placed_at / 1800000 AND connection_id = old.connection_id;
  INSERT INTO order_slots (org_id, slot, connection_id, n) VALUES (new.org_id, new.placed_at / 1800000, new.connection_id, 1)
  ON CONFLICT (org_id, slot, connection_id) DO UPDATE SET n = n + 1;
END;
--> statement-breakpoint
CREATE TRIGGER orders_slot_delete AFTER DELETE ON orders BEGIN
  UPDATE order_slots SET n = n - 1
  WHERE org_id = old.org_id AND slot = old.placed_at / 1800000 AND connection_id = old.connection_id;
END;
--> statement-breakpoint
-- Parcels from before: the day they were last heard of, and the promise they have now.
UPDATE shipments SET moved_at = COALESCE(status_at, shipped_at), promised = eta;
