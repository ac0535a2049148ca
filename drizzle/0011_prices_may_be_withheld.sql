PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_order_lines` (
	`order_id` text NOT NULL,
	`external_id` text NOT NULL,
	`org_id` text NOT NULL,
	`position` integer NOT NULL,
	`sku` text,
	`title` text NOT NULL,
	`variant` text,
	`quantity` integer NOT NULL,
	`unfulfilled` integer NOT NULL,
	`cancelled` integer NOT NULL,
	`refunded` integer NOT NULL,
	`price_minor` integer,
	`requires_shipping` integer NOT NULL,
	`price_text` text,
	PRIMARY KEY(`order_id`, `external_id`)
);
--> statement-breakpoint
INSERT INTO `__new_order_lines`("order_id", "external_id", "org_id", "position", "sku", "title", "variant", "quantity", "unfulfilled", "cancelled", "refunded", "price_minor", "requires_shipping", "price_text") SELECT "order_id", "external_id", "org_id", "position", "sku", "title", "variant", "quantity", "unfulfilled", "cancelled", "refunded", "price_minor", "requires_shipping", "price_text" FROM `order_lines`;--> statement-breakpoint
DROP TABLE `order_lines`;--> statement-breakpoint
ALTER TABLE `__new_order_lines` RENAME TO `order_lines`;--> statement-breakpoint
PRAGMA foreign_keys=ON;