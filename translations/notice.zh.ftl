# 告诉当事人的话：邮件和短信。只说有了进展，不说事情的内容
mail-subject = { $office }：您反映的事有进展（{ $number }）
mail-text = 您好：
    
    您反映的事（{ $number }）有进展。{ $said }
    
    详细情况请凭受理编号和查询码查看：
    { $url }
    
    { $office }
    这封信由系统自动发出，请不要直接回复。
mail-sealed-subject = { $office }：您有新消息
mail-sealed-text = 您好：
    
    您有新消息，请凭受理编号和查询码查看：
    { $url }
    
    { $office }
    这封信由系统自动发出，请不要直接回复。
sms-text = 您反映的事（{ $number }）有进展。{ $said }查看：{ $url }
sms-sealed-text = 您有新消息，请凭受理编号和查询码查看：{ $url }
