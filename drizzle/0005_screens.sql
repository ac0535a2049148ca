CREATE TABLE `order_slots` (
	`org_id` text NOT NULL,
	`slot` integer NOT NULL,
	`connection_id` text NOT NULL,
	`n` integer NOT NULL,
	PRIMARY KEY(`org_id`, `slot`, `connection_id`)
);
--> statement-breakpoint
CREATE TABLE `saved_views` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`user_id` text,
	`place` text NOT NULL,
	`name` text NOT NULL,
	`query` text NOT NULL,
	`position` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `saved_views_org` ON `saved_views` (`org_id`,`place`,`position`);--> statement-breakpoint
CREATE TABLE `reports` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`shipment_id` text NOT NULL,
	`order_id` text,
	`kind` text NOT NULL,
	`message` text NOT NULL,
	`contact` text,
	`state` text DEFAULT 'open' NOT NULL,
	`closed_by` text,
	`closed_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `reports_open` ON `reports` (`org_id`,`created_at`) WHERE "reports"."state" = 'open';--> statement-breakpoint
CREATE INDEX `reports_order` ON `reports` (`order_id`);--> statement-breakpoint
CREATE INDEX `reports_shipment` ON `reports` (`shipment_id`);--> statement-breakpoint
ALTER TABLE `shipments` ADD `promised` text;--> statement-breakpoint
ALTER TABLE `shipments` ADD `due_at` integer;--> statement-breakpoint
ALTER TABLE `shipments` ADD `moved_at` integer;--> statement-breakpoint
CREATE INDEX `shipments_by_number` ON `shipments` (`number`);--> statement-breakpoint
CREATE INDEX `shipments_due` ON `shipments` (`org_id`,`due_at`) WHERE "shipments"."delivered_at" IS NULL AND "shipments"."due_at" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `shipments_moved` ON `shipments` (`org_id`,`moved_at`) WHERE "shipments"."delivered_at" IS NULL;--> statement-breakpoint
CREATE INDEX `inbox_duplicates` ON `inbox` (`connection_id`,`key`) WHERE "inbox"."state" = 'duplicate';--> statement-breakpoint
CREATE INDEX `orders_connection` ON `orders` (`org_id`,`connection_id`,"placed_at" desc,"id" desc);--> statement-breakpoint
CREATE INDEX `orders_number` ON `orders` (`number`);