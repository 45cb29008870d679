"""Reports: the terminal, Markdown for a pull request, JUnit XML, GitHub annotations, HTML with plots."""
