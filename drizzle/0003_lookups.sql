CREATE INDEX `inbox_attention` ON `inbox` (`org_id`,`state`) WHERE "inbox"."state" IN ('not_understood', 'unmatched', 'failed');--> statement-breakpoint
CREATE INDEX `orders_retry` ON `orders` (`sync_next_at`) WHERE "orders"."sync_next_at" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `shipments_changed` ON `shipments` (`org_id`,`changed_at`,`id`);