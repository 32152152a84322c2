"""Labels: designs, rolls and sheets, what stands on a label, printers, and what was printed and stuck on."""
