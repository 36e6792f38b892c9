// The page calls the exports of Engine. The SDK wants an entry point all the same; nothing runs it.
return;
